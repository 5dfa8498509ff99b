/**
 * Does something, and tells how much work it was, in milliseconds of this thread's processor: that a
 * busy machine lets it wait is not its fault.
 */
export function workOf<T>(run: () => T): { readonly result: T; readonly milliseconds: number } {
  const before = process.threadCpuUsage();
  const result = run();
  const { user, system } = process.threadCpuUsage(before);
  return { result, milliseconds: (user + system) / 1_000 };
}
