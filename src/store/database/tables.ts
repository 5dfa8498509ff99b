import type { ColumnType, Generated } from "kysely";

/** Every table of ours. pg-boss keeps its own, in the schema `pgboss`. */
export interface Tables {
  readonly delivery: DeliveryTable;
  readonly held: HeldTable;
  readonly publication: PublicationTable;
  readonly pause: PauseTable;
}

/** JSON goes in as text, and comes out as what it says. */
type Json = ColumnType<unknown, string, string>;

/** One row for each of GitHub's deliveries; the payload stands there only until it is handled. */
interface DeliveryTable {
  /** GitHub's `X-GitHub-Delivery`. */
  readonly id: string;
  readonly event: string;
  readonly payload: ColumnType<unknown, string, string | null>;
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
