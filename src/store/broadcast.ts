import { sql } from "kysely";
import { z } from "zod";
import type { Forgetting, Outdated } from "../application/index.ts";
import type { Database, Listening } from "./database/database.ts";

const outdatedSchema = z.object({
  installationId: z.number(),
  what: z.union([
    z.object({ people: z.literal(true) }).strict(),
    z.object({ scrutinyOf: z.string() }).strict(),
  ]),
});

/**
 * Tells every process, this one at once, what does not hold any more. Null: something may have been
 * said that this process could not hear, or not understand.
 */
export class Broadcast implements Forgetting {
  readonly #database: Database;
  readonly #onOutdated: (outdated: Outdated | null) => void;
  #listening: Listening | null = null;

  constructor(database: Database, onOutdated: (outdated: Outdated | null) => void) {
    this.#database = database;
    this.#onOutdated = onOutdated;
  }

  async start(): Promise<void> {
    this.#listening = await this.#database.listen("portcullis_forget", (payload) => {
      this.#onOutdated(readOutdated(payload));
    });
  }

  async forget(outdated: Outdated): Promise<void> {
    this.#onOutdated(outdated);
    const payload = JSON.stringify(outdated);
    await sql`select pg_notify('portcullis_forget', ${payload})`.execute(this.#database.sql);
  }

  async close(): Promise<void> {
    await this.#listening?.close();
  }
}

/** Null where it says nothing, or what this version does not know. */
function readOutdated(payload: string): Outdated | null {
  try {
    return outdatedSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
