import { EvidenceUnavailable, InstallationGone } from "../application/index.ts";
import type { Reading } from "../domain/index.ts";

/** A part of the evidence that was read to its end. */
export function read<T>(value: T): Reading<T> {
  return { status: "read", value };
}

/** A part of the evidence that could not be read, with a sentence for people. */
export function unreadable<T>(reason: string): Reading<T> {
  return { status: "unreadable", reason };
}

/** GitHub cannot be reached, or asks us to wait. */
const PUT_OFF: readonly EvidenceUnavailable["code"][] = [
  "unreachable",
  "rate-limited",
  "near-limit",
];

/**
 * A part for which GitHub is asked once more. What GitHub refuses, or answers oddly, spoils only
 * this part; when it cannot be reached, or asks us to wait, the whole reading is put off; where
 * the App is not installed any more, there is nothing to read at all.
 */
export async function partly<T>(
  what: string,
  reading: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  try {
    return await reading();
  } catch (thrown) {
    const isOurs = thrown instanceof EvidenceUnavailable;
    if (!isOurs || thrown instanceof InstallationGone || PUT_OFF.includes(thrown.code))
      throw thrown;
    return unreadable(`${what} could not be read. ${thrown.message}`);
  }
}
