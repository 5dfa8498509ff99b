import type { Decision, Evidence, Instant } from "../../domain/index.ts";
import type { Entry } from "./entry.ts";
import type { Pseudonym } from "./pseudonyms.ts";
import type { ChainHead, ChainRow } from "./verify-chain.ts";

/** The append-only record of decisions, chained for each repository. */
export interface Ledger {
  /**
   * Appends a decision unless it is the candidate's last one, but for the time; then null. Several
   * processes may do so at once: the chain never forks.
   */
  record(recording: Recording): Promise<Entry | null>;
  /** The newest entries first, at most `limit`, before that number; of one repository or of all. */
  page(asked: PageAsked): Promise<readonly Entry[]>;
  /** Null: there is no such entry. */
  read(number: number): Promise<RecordedDecision | null>;
  /** The repositories (`owner/name` in lower case) that have a chain, in order. */
  repositories(): Promise<readonly string[]>;
  /** Where a repository's chain ends; null where nothing was noted of it. */
  head(repository: string): Promise<ChainHead | null>;
  /** A chain from its beginning, as it lies there. */
  chain(repository: string): AsyncIterable<ChainRow>;
  /** The logins of those who were not forgotten. */
  logins(pseudonyms: readonly Pseudonym[]): Promise<ReadonlyMap<Pseudonym, string>>;
  /**
   * Finds what is known of a person; with `forget`, forgets it. Null: nothing is. Others record
   * meanwhile. Where it was interrupted, the person is still known, and asking again finishes it.
   */
  person(asked: PersonAsked): Promise<PersonTraces | null>;
  /** Deletes evidence that no decision has used for so many days; answers how much. */
  purge(now: Instant, days: number): Promise<number>;
}

export interface Recording {
  readonly decision: Decision;
  readonly evidence: Evidence;
}

export interface PageAsked {
  /** `owner/name`, in any case. */
  readonly repository?: string;
  readonly before?: number;
  readonly limit: number;
}

/** An entry with all that is kept of it. */
export interface RecordedDecision {
  readonly entry: Entry;
  /** The decision's text, pseudonyms in it. */
  readonly decision: string;
  readonly evidence: KeptEvidence;
}

/** The evidence of a decision, as far as it is still there. */
export type KeptEvidence =
  | { readonly status: "kept"; readonly evidence: Evidence; readonly redacted: boolean }
  /** Its retention period is over. */
  | { readonly status: "deleted" };

export interface PersonAsked {
  readonly login: string;
  /** Where several accounts had that login one after the other: which of them. */
  readonly id?: number;
  /** Else it is only looked at what would be done. */
  readonly forget: boolean;
}

/** What the ledger holds of a person. */
export interface PersonTraces {
  readonly accounts: readonly { readonly id: number | null; readonly login: string }[];
  /** Several people had the login one after the other, and no `id` says who is meant: nobody is forgotten. */
  readonly ambiguous: boolean;
  /** Decisions that name the person, by a pseudonym. */
  readonly decisions: number;
  /**
   * Evidence in which the person occurs; with `forget`, out of which they were taken this time, what
   * was recorded meanwhile included, and without what was done before it was interrupted.
   */
  readonly evidence: number;
  /** How often the login stands there as an ordinary word, which is left. */
  readonly ordinary: number;
  /** Repositories of the person's own: their names hold the login, and stay. */
  readonly repositories: readonly string[];
}
