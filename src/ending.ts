import type { Portcullis } from "./main.ts";

/** Whoever runs us waits for ten seconds as a rule, and then kills what has not ended. */
const ENDED_WITHIN_MS = 9_700;

/**
 * Ends this process when it is told to: with 0 where it stopped cleanly, and with 1 where it had to be
 * cut because something hangs, as a database that does not answer. What was not finished then is done
 * again by others, or after the next start.
 */
export function endWhenTold(
  { close }: Pick<Portcullis, "close">,
  onTrouble: (error: unknown) => void,
): void {
  let isTold = false;
  const end = () => {
    if (isTold) return;
    isTold = true;
    const cut = (error: unknown) => {
      onTrouble(error);
      process.exit(1);
    };
    // Should nothing be left to wait for before it has stopped, that was no clean stop.
    process.exitCode = 1;
    setTimeout(() => {
      cut(new Error(`The server did not stop within ${ENDED_WITHIN_MS} ms.`));
    }, ENDED_WITHIN_MS).unref();
    close().then(() => process.exit(0), cut);
  };
  process.on("SIGINT", end).on("SIGTERM", end);
}
