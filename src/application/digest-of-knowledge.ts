import { digestOf } from "./digest.ts";
import type { Knowledge } from "./knowledge.ts";

const digests = new WeakMap<Knowledge, string>();

/** The digest of the catalogue and of all else that ships as data and that decisions depend on. */
export function digestOfKnowledge(knowledge: Knowledge): string {
  const before = digests.get(knowledge);
  if (before !== undefined) return before;
  const digest = digestOf(digestibleKnowledge(knowledge));
  digests.set(knowledge, digest);
  return digest;
}

/** As plain JSON: maps become lists of pairs. */
export function digestibleKnowledge(knowledge: Knowledge): unknown {
  const text = JSON.stringify(knowledge, (_, value: unknown) =>
    value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value,
  );
  return JSON.parse(text) as unknown;
}
