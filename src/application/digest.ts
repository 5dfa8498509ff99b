import { createHash } from "node:crypto";
import type { Evidence } from "../domain/index.ts";

/** JSON with sorted keys and no spaces: the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${entries.join(",")}}`;
}

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(value: unknown): string {
  const bytes = typeof value === "string" ? value : canonicalJson(value);
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The digest of the evidence leaves out the time: what was seen, not when. */
export function digestOfEvidence(evidence: Evidence): string {
  return digestOf({ ...evidence, at: undefined });
}
