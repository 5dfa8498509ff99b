import { sql } from "kysely";
import { verifyChain, type Ledger } from "../../../src/application/index.ts";
import type { Database } from "../../../src/store/database/database.ts";
import { empty } from "../../support/database.ts";
import { shopEvidence } from "../../support/shop.ts";
import { DATABASES } from "../support.ts";
import { evidenceOn, ledgerIn, recordFrom } from "./support.ts";

describe.each(DATABASES)("the ledger on $name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());

  const verdict = async (ledger: Ledger, repository: string) => {
    return verifyChain(ledger.chain(repository), () => ledger.head(repository));
  };

  it("records a decision with what it was decided from and by whom", async () => {
    const entry = await recordFrom(ledgerIn(database), shopEvidence());
    expect(entry).toMatchObject({
      number: 1,
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      body: {
        schema: "portcullis/ledger-entry/v1",
        repository: "acme/shop",
        sequence: 1,
        previous: null,
        "recorded-at": "2026-11-20T12:00:01.000Z",
        candidate: "pull/7",
        outcome: "passed",
        version: "1.2.3",
      },
    });
  });

  it("records the same decision once, whatever the time", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    const later = { ...shopEvidence(), at: "2026-11-20T13:00:00Z" };
    expect(await recordFrom(ledger, later)).toBeNull();
    expect(await ledger.page({ limit: 50 })).toHaveLength(1);
  });

  it("records what was decided before again when something else was decided between", async () => {
    const ledger = ledgerIn(database);
    const blocked = { ...shopEvidence(), reviews: { status: "read", value: [] } as const };
    const entries = [
      await recordFrom(ledger, shopEvidence()),
      await recordFrom(ledger, blocked),
      await recordFrom(ledger, shopEvidence()),
    ];
    expect(entries.map((entry) => entry?.body.outcome)).toEqual(["passed", "waiting", "passed"]);
    expect(entries[2]?.body.previous).toBe(entries[1]?.hash);
  });

  it("keeps a chain for each repository, and the candidates of one apart", async () => {
    const ledger = ledgerIn(database);
    const all = [
      evidenceOn(7),
      evidenceOn(8),
      evidenceOn(7, { repository: "Acme/Other" }),
      evidenceOn(8),
    ];
    const made = [];
    for (const evidence of all) made.push(await recordFrom(ledger, evidence));
    expect(
      made.map(
        (entry) => entry && [entry.body.repository, entry.body.sequence, entry.body.candidate],
      ),
    ).toEqual([
      ["acme/shop", 1, "pull/7"],
      ["acme/shop", 2, "pull/8"],
      ["acme/other", 1, "pull/7"],
      null,
    ]);
    expect(await ledger.repositories()).toEqual(["acme/other", "acme/shop"]);
    expect(await verdict(ledger, "ACME/other")).toMatchObject({ status: "intact", entries: 1 });
  });

  it("does not fork the chain when many append at once", async () => {
    const ledgers = [ledgerIn(database), ledgerIn(database)];
    const entries = await Promise.all(
      Array.from({ length: 50 }, (_, at) => recordFrom(ledgers[at % 2]!, evidenceOn(at % 25))),
    );
    // Each candidate was recorded by one of the two who came with it.
    expect(entries.filter((entry) => entry !== null)).toHaveLength(25);
    expect(await verdict(ledgers[0]!, "acme/shop")).toMatchObject({
      status: "intact",
      entries: 25,
    });
  });

  it("verifies while entries are added", async () => {
    const ledger = ledgerIn(database);
    for (let number = 1; number <= 3; number++) await recordFrom(ledger, evidenceOn(number));
    const meanwhile = async function* () {
      await recordFrom(ledger, evidenceOn(4));
      yield* ledger.chain("acme/shop");
      await recordFrom(ledger, evidenceOn(5));
    };
    const head = () => ledger.head("acme/shop");
    expect(await verifyChain(meanwhile(), head)).toMatchObject({ status: "intact", entries: 4 });
  });

  it("shares evidence between decisions, and deletes it when nobody used it for long enough", async () => {
    const first = ledgerIn(database, { now: "2025-01-01T00:00:00Z" });
    const second = ledgerIn(database, { now: "2025-01-20T00:00:00Z" });
    const blocked = { ...shopEvidence(), reviews: { status: "read", value: [] } as const };
    await recordFrom(first, shopEvidence());
    await recordFrom(first, blocked);
    await recordFrom(second, shopEvidence());
    expect(await second.purge("2025-02-05T00:00:00Z", 30)).toBe(1);
    const kept = await Promise.all([1, 2, 3].map((number) => second.read(number)));
    expect(kept.map((recorded) => recorded?.evidence.status)).toEqual(["kept", "deleted", "kept"]);
    expect(await verdict(second, "acme/shop")).toMatchObject({ status: "intact", entries: 3 });
  });

  it("gives a page at a time, newest first", async () => {
    const ledger = ledgerIn(database);
    for (let number = 1; number <= 5; number++) await recordFrom(ledger, evidenceOn(number));
    await recordFrom(ledger, evidenceOn(1, { repository: "acme/other" }));
    const numbers = async (asked: Parameters<Ledger["page"]>[0]) =>
      (await ledger.page(asked)).map(({ number }) => number);
    expect(await numbers({ limit: 2 })).toEqual([6, 5]);
    expect(await numbers({ limit: 2, before: 5 })).toEqual([4, 3]);
    expect(await numbers({ limit: 9, repository: "Acme/Shop" })).toEqual([5, 4, 3, 2, 1]);
    expect(await ledger.read(7)).toBeNull();
  });

  it.each([
    ["changed", sql`update ledger_entry set candidate = 'pull/8'`],
    ["deleted", sql`delete from ledger_entry`],
    ["emptied", sql`truncate ledger_entry`],
  ])("cannot be %s", async (_, statement) => {
    await recordFrom(ledgerIn(database), shopEvidence());
    await expect(statement.execute(database.sql)).rejects.toThrow("The ledger is append-only.");
  });
});
