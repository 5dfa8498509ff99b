/** So long nothing is to be done before the process rests; milliseconds. */
const QUIET_FOR_MS = 10_000;

/**
 * Gives back to the machine what work left behind, once it has been quiet; answers what to call
 * whenever something was done. V8 keeps the memory that it once needed for what may come next, for
 * hours in which nothing happens; only its last resort gives 20 to 80 MB of it back. That takes a
 * tenth of a second, so it is done once, when there is time. Without `node --expose-gc`, nothing is.
 * https://nodejs.org/docs/latest-v24.x/api/cli.html#--expose-gc
 */
export function restWhenQuiet(
  collect: ((how: NodeJS.GCOptions) => unknown) | undefined = globalThis.gc,
  quietForMs = QUIET_FOR_MS,
): () => void {
  const timer = setTimeout(() => {
    collect?.({ type: "major", execution: "sync", flavor: "last-resort" });
  }, quietForMs).unref();
  return () => {
    timer.refresh();
  };
}
