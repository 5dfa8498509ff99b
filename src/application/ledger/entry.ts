import type { Decision, Instant, Outcome } from "../../domain/index.ts";
import { canonicalJson, digestOf } from "../digest.ts";

/** What is chained of one decision: `portcullis/ledger-entry/v1`. Persons do not occur in it. */
export interface EntryBody {
  readonly schema: "portcullis/ledger-entry/v1";
  /** `owner/name` in lower case: each repository has a chain of its own. */
  readonly repository: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  /** The hash of the entry before; null for the first. */
  readonly previous: string | null;
  readonly "recorded-at": Instant;
  /** What was decided about, e.g. `pull/7`; an entry is made when this candidate's decision changes. */
  readonly candidate: string;
  readonly outcome: Outcome;
  /** `sha256:…` of the decision's bytes, pseudonyms in it. */
  readonly decision: string;
  readonly policy: string;
  readonly evidence: string;
  /** Portcullis' version, and the digest of the catalogue and all else that ships with it as data. */
  readonly version: string;
  readonly catalogue: string;
}

/** An entry as it is stored: the very bytes that were hashed. */
export interface Entry {
  /** Counts the entries of all repositories; how people name one. */
  readonly number: number;
  readonly body: EntryBody;
  /** The canonical JSON of `body`. */
  readonly text: string;
  /** `sha256:…` of `text`, which holds the previous one. */
  readonly hash: string;
}

/** The text of a body, and its hash. */
export function seal(body: EntryBody): { readonly text: string; readonly hash: string } {
  const text = canonicalJson(body);
  return { text, hash: digestOf(text) };
}

/** What a decision is about, within its repository. */
export function candidateKey({ candidate }: Decision): string {
  const { kind, commit, number, release, environment } = candidate;
  switch (kind) {
    case "pull-request":
      return `pull/${number ?? commit}`;
    case "release":
      return `release/${release ?? commit}`;
    case "deployment":
      return `deployment/${environment ?? ""}/${commit}`;
    case "merge-group":
    case "commit":
      return `${kind}/${commit}`;
  }
}

/** The digest of a decision without its time: two that differ only in it are the same. */
export function sameness(decision: Decision): string {
  return digestOf({ ...decision, "decided-at": undefined });
}
