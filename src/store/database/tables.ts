import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Job } from "../../application/index.ts";

/** Every table of ours. pg-boss keeps its own, in the schema `pgboss`. */
export interface Tables {
  readonly delivery: DeliveryTable;
  readonly held: HeldTable;
  readonly publication: PublicationTable;
  readonly pause: PauseTable;
  readonly ledger_head: LedgerHeadTable;
  readonly ledger_entry: LedgerEntryTable;
  readonly evidence: EvidenceTable;
  readonly person: PersonTable;
}

/** JSON goes in as text, and comes out as what it says. */
type Json = ColumnType<unknown, string, string>;

/** One row for each delivery that hints at work; what it hints at stands there until it is handled. */
interface DeliveryTable {
  /** GitHub's `X-GitHub-Delivery`. */
  readonly id: string;
  readonly event: string;
  /** The work it hints at. */
  readonly jobs: ColumnType<readonly Job[] | null, string | null, string | null>;
  /** Instead of that, where it was not understood. */
  readonly payload: ColumnType<unknown, string | null, string | null>;
  readonly state: "waiting" | "handled" | "parked";
  readonly attempts: Generated<number>;
  /** Why the last attempt failed; null where none did. */
  readonly reason: string | null;
  readonly received_at: Generated<Date>;
  /** Not before this time. */
  readonly due_at: Generated<Date>;
}

/** What waits for people: see `HeldJobs`. */
interface HeldTable {
  readonly key: string;
  /** `owner/name` in lower case. */
  readonly repository: string;
  readonly job: Json;
  readonly told: ColumnType<unknown, string | null, string | null>;
}

/** Which evaluation published for a commit last, and who is publishing now. */
interface PublicationTable {
  /** `owner/name@sha`, in lower case. */
  readonly commit: string;
  /** The evaluation whose publication is the newest; evaluations are counted. */
  readonly evaluation: number;
  readonly leased_until: Date | null;
  readonly published_at: Date;
}

/** Installations that GitHub asked to wait. */
interface PauseTable {
  readonly installation: number;
  readonly until: Date;
}

/** Where each repository's chain ends; whoever appends holds its row. */
interface LedgerHeadTable {
  /** `owner/name` in lower case. */
  readonly repository: string;
  readonly sequence: number;
  /** Null before the first entry. */
  readonly hash: string | null;
}

/** The chained entries; the database refuses to change or delete them. */
interface LedgerEntryTable {
  readonly number: GeneratedAlways<number>;
  readonly repository: string;
  readonly sequence: number;
  readonly candidate: string;
  /** The very bytes that were hashed. */
  readonly body: string;
  readonly hash: string;
  /** The decision as it is handed out, but with pseudonyms. */
  readonly decision: string;
  /** It may be deleted before the entry is looked at again. */
  readonly evidence_id: number;
}

/** What was decided from, without its time; several decisions may share it. */
interface EvidenceTable {
  readonly id: GeneratedAlways<number>;
  /** Of the very text. */
  readonly text_digest: string;
  /** JSON, compressed with gzip. */
  readonly body: Uint8Array;
  /** Whether a person was taken out of it. */
  readonly redacted: boolean;
  /** When a decision used it last. */
  readonly used_at: Date;
}

/** Who stands behind a pseudonym, and nothing else of them. */
interface PersonTable {
  readonly id: GeneratedAlways<number>;
  readonly pseudonym: string;
  /** GitHub's; null where only the login is known. */
  readonly github_id: number | null;
  /** As GitHub writes it. */
  readonly login: string;
}
