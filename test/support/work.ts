/**
 * How much work something is, in milliseconds of this thread's processor: a busy machine lets it wait,
 * which is not its fault.
 */
export function workOf(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
