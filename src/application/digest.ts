import { createHash } from "node:crypto";
import type { Evidence } from "../domain/index.ts";

/** JSON with sorted keys and no spaces: the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  const parts: string[] = [];
  write(value, parts);
  return parts.join("");
}

/** Piece by piece, so that a long text is not copied once for each object around it. */
function write(value: unknown, parts: string[]): void {
  if (Array.isArray(value)) {
    parts.push("[");
    for (const [index, element] of value.entries()) {
      if (index > 0) parts.push(",");
      write(element, parts);
    }
    parts.push("]");
  } else if (value === null || typeof value !== "object") {
    parts.push(JSON.stringify(value));
  } else {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [index, [key, member]] of entries.entries()) {
      parts.push(index === 0 ? "{" : ",", JSON.stringify(key), ":");
      write(member, parts);
    }
    parts.push(entries.length === 0 ? "{}" : "}");
  }
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
