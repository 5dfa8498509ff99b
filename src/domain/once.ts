import type { Case } from "./case.ts";

const worked = new WeakMap<Case, Map<string, unknown>>();

/**
 * Several requirements of a case ask the same: it is worked out once, under a name of its own. A
 * case never changes.
 */
export function once<T>(c: Case, what: string, work: () => T): T {
  let known = worked.get(c);
  if (known === undefined) {
    known = new Map();
    worked.set(c, known);
  }
  if (!known.has(what)) known.set(what, work());
  return known.get(what) as T;
}
