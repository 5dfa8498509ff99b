import { sql } from "kysely";
import { emptyEmbedded } from "../../support/database.ts";

it("a busy embedded database lets events in between any two statements, also of a transaction", async () => {
  const database = await emptyEmbedded();
  let rounds = 0;
  let isBusy = true;
  const count = () => {
    rounds += 1;
    if (isBusy) setImmediate(count);
  };
  setImmediate(count);
  const ask = async () => {
    for (let times = 0; times < 20; times++) await sql`select 1`.execute(database.sql);
  };
  const inTransaction = () =>
    database.sql.transaction().execute(async (trx) => {
      for (let times = 0; times < 20; times++) await sql`select 1`.execute(trx);
    });
  await Promise.all([ask(), ask(), inTransaction()]);
  isBusy = false;
  expect(rounds).toBeGreaterThanOrEqual(60);
  await database.close();
});
