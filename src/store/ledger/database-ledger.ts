import type { Kysely } from "kysely";
import {
  accountsIn,
  candidateKey,
  digestOf,
  digestOfKnowledge,
  pseudonymise,
  pseudonymsIn,
  restore,
  sameness,
  seal,
  serialise,
  type ChainHead,
  type ChainRow,
  type Entry,
  type EntryBody,
  type Knowledge,
  type Ledger,
  type PageAsked,
  type PersonAsked,
  type PersonTraces,
  type Pseudonym,
  type RecordedDecision,
  type Recording,
} from "../../application/index.ts";
import type { Decision } from "../../domain/index.ts";
import type { Tables } from "../database/tables.ts";
import { forget, lockAgainstForgetting, lookFor } from "./forget.ts";
import { pack, parse, unpackText, type PackedEvidence } from "./packed-evidence.ts";
import { loginsBehind, pseudonymsOf } from "./persons.ts";
import { chainOf, headOf, pageOf, repositoriesIn, toEntry } from "./reading.ts";

/** What the ledger needs. */
export interface LedgerOptions {
  readonly knowledge: Knowledge;
  /** Portcullis' own. */
  readonly version: string;
  readonly clock?: () => Date;
}

const DAY = 24 * 60 * 60 * 1000;

/** The ledger in a database, embedded or a server, shared by any number of processes. */
export class DatabaseLedger implements Ledger {
  readonly #sql: Kysely<Tables>;
  readonly #options: LedgerOptions;

  constructor(sql: Kysely<Tables>, options: LedgerOptions) {
    this.#sql = sql;
    this.#options = options;
  }

  async record(recording: Recording): Promise<Entry | null> {
    const { decision, evidence } = recording;
    // Most evaluations change nothing: that is seen without holding anybody up.
    if (await isLast(this.#sql, decision)) return null;
    const packed = await pack(evidence);
    return this.#sql.transaction().execute(async (trx) => {
      await lockAgainstForgetting(trx, "shared");
      const head = await lockHead(trx, repositoryOf(decision));
      if (await isLast(trx, decision)) return null;
      return this.#append(trx, head, recording, packed);
    });
  }

  page(asked: PageAsked): Promise<readonly Entry[]> {
    return pageOf(this.#sql, asked);
  }

  async read(number: number): Promise<RecordedDecision | null> {
    const row = await this.#sql
      .selectFrom("ledger_entry as entry")
      .leftJoin("evidence", "evidence.id", "entry.evidence_id")
      .select(["number", "entry.body as text", "hash", "decision"])
      .select(["evidence.body as packed", "evidence.redacted"])
      .where("number", "=", number)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { "decided-at": at } = JSON.parse(row.decision) as Decision;
    return {
      entry: toEntry(row),
      decision: row.decision,
      evidence:
        row.packed === null
          ? { status: "deleted" }
          : {
              status: "kept",
              evidence: parse(await unpackText(row.packed), at),
              redacted: row.redacted ?? false,
            },
    };
  }

  repositories(): Promise<readonly string[]> {
    return repositoriesIn(this.#sql);
  }

  head(repository: string): Promise<ChainHead | null> {
    return headOf(this.#sql, repository);
  }

  chain(repository: string): AsyncIterable<ChainRow> {
    return chainOf(this.#sql, repository);
  }

  logins(pseudonyms: readonly Pseudonym[]): Promise<ReadonlyMap<Pseudonym, string>> {
    return loginsBehind(this.#sql, pseudonyms);
  }

  person(asked: PersonAsked): Promise<PersonTraces | null> {
    const act = asked.forget ? forget : lookFor;
    return act(this.#sql, asked, this.#options.knowledge);
  }

  async purge(now: string, days: number): Promise<number> {
    const { numDeletedRows } = await this.#sql
      .deleteFrom("evidence")
      .where("used_at", "<", new Date(Date.parse(now) - days * DAY))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  async #append(
    trx: Kysely<Tables>,
    head: { readonly sequence: number; readonly hash: string | null },
    { decision, evidence }: Recording,
    packed: PackedEvidence,
  ): Promise<Entry> {
    const { knowledge, version } = this.#options;
    const now = this.#options.clock?.() ?? new Date();
    const pseudonyms = await pseudonymsOf(trx, accountsIn(evidence, decision));
    const text = serialise(pseudonymise(decision, evidence, pseudonyms, knowledge));
    const repository = repositoryOf(decision);
    const body: EntryBody = {
      schema: "portcullis/ledger-entry/v1",
      repository,
      sequence: head.sequence + 1,
      previous: head.hash,
      "recorded-at": now.toISOString(),
      candidate: candidateKey(decision),
      outcome: decision.outcome,
      decision: digestOf(text),
      policy: decision.policy.digest,
      evidence: decision.evidence.digest,
      version,
      catalogue: digestOfKnowledge(knowledge),
    };
    const sealed = seal(body);
    const { sequence, candidate } = body;
    const { number } = await trx
      .insertInto("ledger_entry")
      .values({
        repository,
        sequence,
        candidate,
        body: sealed.text,
        hash: sealed.hash,
        decision: text,
        evidence_id: await keep(trx, packed, now),
      })
      .returning("number")
      .executeTakeFirstOrThrow();
    await trx
      .updateTable("ledger_head")
      .set({ sequence, hash: sealed.hash })
      .where("repository", "=", repository)
      .execute();
    return { number, body, ...sealed };
  }
}

function repositoryOf({ candidate }: Decision): string {
  return candidate.repository.toLowerCase();
}

/** Whether a decision is, but for its time, the one that was recorded last for its candidate. */
async function isLast(db: Kysely<Tables>, decision: Decision): Promise<boolean> {
  const last = await db
    .selectFrom("ledger_entry")
    .select("decision")
    .where("repository", "=", repositoryOf(decision))
    .where("candidate", "=", candidateKey(decision))
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return false;
  const logins = await loginsBehind(db, pseudonymsIn(last.decision));
  const before = JSON.parse(restore(last.decision, logins)) as Decision;
  return sameness(before) === sameness(decision);
}

/** Whoever appends to a chain has its head to themselves until the transaction ends. */
async function lockHead(trx: Kysely<Tables>, repository: string) {
  await trx
    .insertInto("ledger_head")
    .values({ repository, sequence: 0, hash: null })
    .onConflict((conflict) => conflict.column("repository").doNothing())
    .execute();
  return trx
    .selectFrom("ledger_head")
    .select(["sequence", "hash"])
    .where("repository", "=", repository)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function keep(trx: Kysely<Tables>, packed: PackedEvidence, now: Date): Promise<number> {
  const { id } = await trx
    .insertInto("evidence")
    .values({ ...packed, redacted: false, used_at: now })
    .onConflict((conflict) =>
      conflict.column("text_digest").where("redacted", "=", false).doUpdateSet({ used_at: now }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
