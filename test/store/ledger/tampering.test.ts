import { sql } from "kysely";
import { seal, verifyChain, type EntryBody } from "../../../src/application/index.ts";
import type { Database } from "../../../src/store/database/database.ts";
import { pastTriggers } from "../../support/database.ts";
import { DATABASES } from "../support.ts";
import { evidenceOn, ledgerIn, recordFrom } from "./support.ts";

type Act = (trx: Database["sql"]) => Promise<unknown>;

const run =
  (...statements: readonly string[]): Act =>
  async (trx) => {
    for (const statement of statements) await sql.raw(statement).execute(trx);
  };

/** Writes an entry anew, with a hash that fits it. */
const forge =
  (sequence: number, change: Partial<EntryBody>, head = false): Act =>
  async (trx) => {
    const at = trx.selectFrom("ledger_entry").select("body").where("sequence", "=", sequence);
    const { body } = await at.executeTakeFirstOrThrow();
    const { text, hash } = seal({ ...(JSON.parse(body) as EntryBody), ...change });
    const set = { body: text, hash };
    await trx.updateTable("ledger_entry").set(set).where("sequence", "=", sequence).execute();
    if (head) await trx.updateTable("ledger_head").set({ hash }).execute();
  };

describe.each(DATABASES)("a chain that somebody tampered with on $name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    const ledger = ledgerIn(database);
    for (let number = 1; number <= 5; number++) await recordFrom(ledger, evidenceOn(number));
    await sql`create table saved as table ledger_entry`.execute(database.sql);
    await sql`create table saved_head as table ledger_head`.execute(database.sql);
  });
  beforeEach(() =>
    pastTriggers(
      database,
      run(
        "delete from ledger_entry",
        "delete from ledger_head",
        "insert into ledger_entry overriding system value select * from saved",
        "insert into ledger_head select * from saved_head",
        "alter table ledger_entry drop constraint if exists ledger_entry_repository_sequence_key",
      ),
    ),
  );
  afterAll(() => database.close());

  const verdict = async () => {
    const ledger = ledgerIn(database);
    return verifyChain(ledger.chain("acme/shop"), () => ledger.head("acme/shop"));
  };

  it("is intact before", async () => {
    expect(await verdict()).toMatchObject({ status: "intact", entries: 5 });
  });

  it.each<[string, Act, object]>([
    [
      "the text of an entry",
      run(`update ledger_entry set body = replace(body, 'passed', 'waiting') where sequence = 3`),
      { kind: "changed", sequence: 3 },
    ],
    [
      "its hash",
      run(`update ledger_entry set hash = 'sha256:${"0".repeat(64)}' where sequence = 3`),
      { kind: "changed", sequence: 3 },
    ],
    [
      "a decision",
      run(
        `update ledger_entry set decision = replace(decision, 'satisfied', 'waived') where sequence = 2`,
      ),
      { kind: "changed", sequence: 2 },
    ],
    [
      "a copy by which it is found",
      run(`update ledger_entry set candidate = 'pull/99' where sequence = 4`),
      { kind: "changed", sequence: 4 },
    ],
    [
      "a text that is no JSON any more",
      run(`update ledger_entry set body = 'x' where sequence = 1`),
      { kind: "changed", sequence: 1 },
    ],
    ["text and hash together", forge(3, { outcome: "blocked" }), { kind: "forked", sequence: 3 }],
    [
      "the last entry, text and hash together",
      forge(5, { outcome: "blocked" }),
      { kind: "forked", sequence: 5 },
    ],
    [
      "an entry that is gone",
      run("delete from ledger_entry where sequence = 3"),
      { kind: "missing", sequence: 3, number: null },
    ],
    [
      "the first entry, gone",
      run("delete from ledger_entry where sequence = 1"),
      { kind: "missing", sequence: 1 },
    ],
    [
      "the last entries, gone",
      run("delete from ledger_entry where sequence > 3"),
      { kind: "missing", sequence: 4 },
    ],
    ["all entries, gone", run("delete from ledger_entry"), { kind: "missing", sequence: 1 }],
    ["where it ends, gone", run("delete from ledger_head"), { kind: "missing", sequence: 5 }],
    [
      "the first entries gone, and the rest counted anew",
      async (trx) => {
        await run(
          "delete from ledger_entry where sequence = 1",
          "update ledger_entry set sequence = 1 where sequence = 2",
        )(trx);
        await forge(1, { sequence: 1 })(trx);
      },
      { kind: "missing", sequence: 1 },
    ],
    [
      "two entries in each other's place",
      run("update ledger_entry set sequence = 7 - sequence where sequence in (3, 4)"),
      { kind: "reordered", sequence: 3 },
    ],
    [
      "a second entry in the same place",
      run(
        "insert into ledger_entry (repository, sequence, candidate, body, hash, decision, evidence_id) select repository, sequence, candidate, body, hash, decision, evidence_id from saved where sequence = 3",
      ),
      { kind: "forked", sequence: 3 },
    ],
    [
      "an entry that was added by another hand",
      async (trx) => {
        await run(
          "insert into ledger_entry (repository, sequence, candidate, body, hash, decision, evidence_id) select repository, 6, candidate, body, hash, decision, evidence_id from saved where sequence = 5",
        )(trx);
        const last = trx.selectFrom("ledger_entry").select("hash").where("sequence", "=", 5);
        const { hash } = await last.executeTakeFirstOrThrow();
        await forge(6, { sequence: 6, previous: hash })(trx);
      },
      { kind: "forked", sequence: 6 },
    ],
  ])("tells of %s", async (_, tamper, found) => {
    await pastTriggers(database, tamper);
    expect(await verdict()).toMatchObject({ status: "broken", break: found });
  });
});
