import { z } from "zod";

import { email, phone, scalar, text } from "../text/index.ts";

/** Someone who can be reached: a name, and at least one of email and phone. */
export const CONTACT = { name: text, email: email.optional(), phone: phone.optional() };

/**
 * Asks that at least one of these keys is there. Runs also where other keys have problems, so
 * that none hides another; `expected` says in words what to add.
 */
export function needsOneOf(keys: readonly [string, ...string[]], expected: string) {
  return z.superRefine<object>(
    (value, { issues }) => {
      if (keys.some((key) => Object.hasOwn(value, key))) return;
      const params = { expected, remedy: `Add ${expected}.` };
      issues.push({ code: "custom", input: undefined, path: [keys[0]], params });
    },
    { when: ({ value }) => typeof value === "object" && value !== null },
  );
}

/** Asks that no two elements of a list have the same value under a key. */
export function distinct<Key extends string>(key: Key) {
  return z.superRefine<readonly Readonly<Record<Key, string>>[]>((elements, { issues }) => {
    const seen = new Set<string>();
    for (const [index, { [key]: value }] of elements.entries()) {
      const params = { expected: "each only once", remedy: "Keep one of them, or rename one." };
      if (seen.has(value))
        issues.push({ code: "custom", input: value, path: [index, key], params });
      seen.add(value);
    }
  });
}

/** A Git object id in full (40 digits, or 64 of SHA-256), or its first 12 digits or more. */
export const objectId = scalar(
  "an object id of Git: 12 to 40 hexadecimal digits, or 64",
  "Copy the id that `git rev-parse HEAD:<path>` shows.",
  (written) => {
    const id = written.toLowerCase();
    return /^(?:[0-9a-f]{12,40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
  },
);

/** Only the keys that have a value, so that what is not known is absent rather than undefined. */
export function present<Fields extends object>(fields: {
  readonly [Key in keyof Fields]: Fields[Key] | undefined;
}): Partial<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Fields>;
}
