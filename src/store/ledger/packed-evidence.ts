import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Evidence } from "../../domain/index.ts";

/** Evidence as it is stored: its JSON without the time, compressed, with the digest of that JSON. */
export interface PackedEvidence {
  readonly text_digest: string;
  readonly body: Uint8Array;
}

/** The members keep their order: a decision may depend on it, and is replayed to the byte. */
export async function pack(evidence: Evidence): Promise<PackedEvidence> {
  const text = JSON.stringify({ ...evidence, at: undefined });
  const digest = createHash("sha256").update(text).digest("hex");
  return { text_digest: `sha256:${digest}`, body: await promisify(gzip)(text) };
}

/** The JSON of stored evidence. */
export async function unpackText(body: Uint8Array): Promise<string> {
  return (await promisify(gunzip)(body)).toString("utf8");
}

/** Stored evidence as it was at that time. */
export function parse(text: string, at: string): Evidence {
  return { at, ...(JSON.parse(text) as Omit<Evidence, "at">) };
}
