import { sql } from "kysely";
import { emptyEmbedded } from "../../support/database.ts";

describe("a busy embedded database", () => {
  /** How many rounds of the event loop go by while something is asked, as far as they can be counted. */
  const roundsOf = async (work: () => Promise<unknown>) => {
    let rounds = 0;
    let isBusy = true;
    const count = () => {
      rounds += 1;
      if (isBusy) setImmediate(count);
    };
    setImmediate(count);
    await work();
    isBusy = false;
    return rounds;
  };

  it("lets events in between any two statements", async () => {
    const database = await emptyEmbedded();
    const ask = async () => {
      for (let times = 0; times < 20; times++) await sql`select 1`.execute(database.sql);
    };
    expect(await roundsOf(() => Promise.all([ask(), ask()]))).toBeGreaterThanOrEqual(40);
    await database.close();
  });

  it("ends a transaction before it lets anything in: others wait for its end", async () => {
    const database = await emptyEmbedded();
    const rounds = await roundsOf(() =>
      database.sql.transaction().execute(async (trx) => {
        for (let times = 0; times < 20; times++) await sql`select 1`.execute(trx);
      }),
    );
    expect(rounds).toBeLessThan(10);
    await database.close();
  });
});
