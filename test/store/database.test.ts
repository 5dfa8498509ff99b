import { sql } from "kysely";
import type { Database } from "../../src/store/database/database.ts";
import { empty } from "../support/database.ts";
import { DATABASES } from "./support.ts";

describe.each(DATABASES)("$name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());

  const pauses = () =>
    database.sql.selectFrom("pause").select("installation").orderBy("installation").execute();
  const pause = (installation: number) => ({ installation, until: new Date() });

  it("keeps what a transaction wrote, and nothing of one that failed", async () => {
    await database.sql
      .transaction()
      .execute((trx) => trx.insertInto("pause").values(pause(1)).execute());
    const failing = database.sql.transaction().execute(async (trx) => {
      await trx.insertInto("pause").values(pause(2)).execute();
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await pauses()).toEqual([{ installation: 1 }]);
  });

  it("keeps other statements out of a transaction", async () => {
    const other = Promise.withResolvers<unknown>();
    const failing = database.sql.transaction().execute(async (trx) => {
      await trx.insertInto("pause").values(pause(1)).execute();
      other.resolve(database.sql.insertInto("pause").values(pause(2)).execute());
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await other.promise;
    expect(await pauses()).toEqual([{ installation: 2 }]);
  });

  it("goes on after a statement that failed within a transaction", async () => {
    const failing = database.sql
      .transaction()
      .execute((trx) => sql`select nonsense from nowhere`.execute(trx));
    await expect(failing).rejects.toThrow("nowhere");
    expect(await pauses()).toEqual([]);
  });

  it("tells who listens", async () => {
    const heard = Promise.withResolvers<string>();
    // A server begins with what may have been missed.
    const listening = await database.listen("portcullis_work", (payload) => {
      if (payload !== "") heard.resolve(payload);
    });
    await sql`select pg_notify('portcullis_work', '250')`.execute(database.sql);
    expect(await heard.promise).toBe("250");
    await listening.close();
  });
});
