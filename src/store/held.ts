import { keyOf, type Held, type HeldJob, type HeldJobs } from "../application/index.ts";
import type { Database } from "./database/database.ts";

/** Keeps what waits for people. */
export class StoredHeld implements HeldJobs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(job: HeldJob): Promise<Held | null> {
    const row = await this.#database.sql
      .selectFrom("held")
      .select(["job", "told"])
      .where("key", "=", keyOf(job))
      .executeTakeFirst();
    return row ? (row as Held) : null;
  }

  async keep({ job, told }: Held): Promise<void> {
    const row = {
      key: keyOf(job),
      repository: job.repository.toLowerCase(),
      job: JSON.stringify(job),
      told: told && JSON.stringify(told),
    };
    await this.#database.sql
      .insertInto("held")
      .values(row)
      .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
      .execute();
  }

  async release(job: HeldJob): Promise<void> {
    await this.#database.sql.deleteFrom("held").where("key", "=", keyOf(job)).execute();
  }

  async of({
    installationId,
    repository,
  }: Pick<HeldJob, "installationId" | "repository">): Promise<readonly HeldJob[]> {
    const rows = await this.#database.sql
      .selectFrom("held")
      .select("job")
      .where("repository", "=", repository.toLowerCase())
      .orderBy("key")
      .execute();
    return rows.map(({ job }) => ({ ...(job as HeldJob), installationId }));
  }
}
