import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { Overtaken, type Turn, type Turns } from "../application/index.ts";
import type { Database } from "./database/database.ts";

/** Longer than any publication takes; after it whoever publishes is taken for dead. */
const LEASE_SECONDS = 120;
const LOOK_EVERY_MS = 40;

/** Evaluations are counted by the database, and take turns at a commit, in every process. */
export class StoredTurns implements Turns {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async begin(): Promise<Turn> {
    const { rows } = await sql<{ turn: number }>`
      select nextval('evaluation')::float8 as turn`.execute(this.#database.sql);
    const turn = rows[0]?.turn ?? 0;
    return { publishing: (commit, publish) => this.#publishing(commit, turn, publish) };
  }

  /** Who published when is of no use once no evaluation that began before can be running. */
  async forget(): Promise<void> {
    await sql`delete from publication where published_at < now() - interval '1 day'`.execute(
      this.#database.sql,
    );
  }

  async #publishing<T>(commit: string, turn: number, publish: () => Promise<T>): Promise<T> {
    while (!(await this.#lease(commit, turn))) {
      if (await this.#isOvertaken(commit, turn)) throw new Overtaken();
      await sleep(LOOK_EVERY_MS);
    }
    try {
      return await publish();
    } finally {
      // What was published is published, and whoever waits for the lease is not to wait until it ends.
      await this.#giveBack(commit, turn).catch(() => void this.#giveBackLater(commit, turn));
    }
  }

  async #giveBack(commit: string, turn: number): Promise<void> {
    await sql`
      update publication set leased_until = null
      where commit = ${commit} and evaluation = ${turn}`.execute(this.#database.sql);
  }

  /** Until the database answers again, or the lease has ended by itself. */
  async #giveBackLater(commit: string, turn: number): Promise<void> {
    let isTold = false;
    for (let second = 0; second < LEASE_SECONDS && !isTold; second++) {
      await sleep(1_000, undefined, { ref: false });
      isTold = await this.#giveBack(commit, turn).then(
        () => true,
        () => false,
      );
    }
  }

  async #lease(commit: string, turn: number): Promise<boolean> {
    const { rows } = await sql`
      insert into publication (commit, evaluation, leased_until)
      values (${commit}, ${turn}, now() + ${LEASE_SECONDS} * interval '1 second')
      on conflict (commit) do update set
        evaluation = excluded.evaluation,
        leased_until = excluded.leased_until,
        published_at = now()
      where publication.evaluation <= excluded.evaluation
        and (publication.leased_until is null or publication.leased_until < now())
      returning 1`.execute(this.#database.sql);
    return rows.length > 0;
  }

  async #isOvertaken(commit: string, turn: number): Promise<boolean> {
    const row = await this.#database.sql
      .selectFrom("publication")
      .select("evaluation")
      .where("commit", "=", commit)
      .executeTakeFirst();
    return row !== undefined && row.evaluation > turn;
  }
}
