import { Recent } from "./recent.ts";

/**
 * The data map of a large system in eight files is known; more would be a burden, since what was read
 * of a hostile text can take ten times its size.
 */
const CHARACTERS = 4_000_000;
const known = new Recent<object>(CHARACTERS, (key) => key.length);

/**
 * Reads a text, unless it was read before: the same ones are asked for with every event, and seldom
 * change. `what` names all else that the answer depends on, so that no two answers ever share a name;
 * nobody may change an answer.
 */
export function readOnce<T extends object>(
  what: readonly unknown[],
  text: string,
  read: () => T,
): T {
  // JSON tells where it ends, so that the text cannot pass for a part of it.
  const key = JSON.stringify(what) + text;
  const before = known.get(key);
  if (before !== undefined) return before as T;
  const value = read();
  known.set(key, value);
  return value;
}
