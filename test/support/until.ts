import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 10;

/**
 * Waits for what happens by itself, for so many milliseconds in which this process ran: a busy machine
 * stops it for seconds, which is nobody's fault.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  for (let waited = 0; !(await holds()); waited += LOOK_EVERY_MS) {
    if (waited > withinMs) throw new Error(`It did not happen: ${holds.toString()}`);
    await sleep(LOOK_EVERY_MS);
  }
}
