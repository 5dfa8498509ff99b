import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import {
  pseudonymsToReplay,
  replay,
  verifyChain,
  type PersonTraces,
} from "../../../src/application/index.ts";
import type { Evidence } from "../../../src/domain/index.ts";
import type { Database } from "../../../src/store/database/database.ts";
import { unpackText } from "../../../src/store/ledger/packed-evidence.ts";
import { empty } from "../../support/database.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { file } from "../../support/shop.ts";
import { DATABASES } from "../support.ts";
import { soon, withMeanwhile, type Step } from "./meanwhile.ts";
import { evidenceOn, ledgerIn, recordFrom } from "./support.ts";

/** More than is ever rewritten while others wait. */
const PIECES = 30;

const ASKED = { login: "ola-hansen", forget: true } as const;
const NOBODY = { reviews: { status: "read", value: [] } } as const;

describe.each(DATABASES)("while a person is forgotten on $name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await empty(database);
    for (let number = 1; number <= PIECES; number++) await record(evidenceOn(number));
  });
  afterAll(() => database.close());

  const record = (evidence: Evidence) => recordFrom(ledgerIn(database), evidence);

  const takeDelivery = () =>
    sql`insert into delivery (id, event, state, jobs) values ('d-1', 'push', 'waiting', '[]')`.execute(
      database.sql,
    );

  /** Forgets the person, while that happens at this step. */
  const forgetting = (at: Step, act: () => Promise<unknown>, asked: { login: string } = ASKED) => {
    const isThen = ({ kind, count }: Step) => kind === at.kind && count === at.count;
    const meanwhile = withMeanwhile(database, (step) => (isThen(step) ? act() : undefined));
    return ledgerIn(meanwhile).person({ ...ASKED, ...asked });
  };

  const interrupted = async (at: Step) => {
    const lost = () => Promise.reject(new Error("The connection was lost."));
    await expect(forgetting(at, lost)).rejects.toThrow("The connection was lost.");
  };

  async function everything(): Promise<string> {
    const rows = await database.sql.selectFrom("evidence").select("body").execute();
    const people = await database.sql.selectFrom("person").selectAll().execute();
    const texts = await Promise.all(rows.map(({ body }) => unpackText(body)));
    return `${texts.join("\n")}\n${JSON.stringify(people)}`;
  }

  async function replayed(number: number) {
    const ledger = ledgerIn(database);
    const recorded = await ledger.read(number);
    if (!recorded) throw new Error("There is no such entry.");
    const logins = await ledger.logins(pseudonymsToReplay(recorded));
    return replay(recorded, { knowledge: KNOWLEDGE, version: "1.2.3", logins });
  }

  /** The chain verifies, and every decision still comes out as it was. */
  async function expectWhole(): Promise<void> {
    const ledger = ledgerIn(database);
    const head = () => ledger.head("acme/shop");
    const verdict = await verifyChain(ledger.chain("acme/shop"), head);
    expect(verdict).toMatchObject({ status: "intact" });
    const entries = verdict.status === "intact" ? verdict.entries : 0;
    for (let number = 1; number <= entries; number++)
      expect([number, await replayed(number)]).toMatchObject([number, { status: "same" }]);
  }

  it("records and takes deliveries while somebody only looks", async () => {
    const locks: unknown[] = [];
    const looking = withMeanwhile(database, async ({ kind, count }) => {
      if (kind !== "read" || count !== 2) return;
      await soon(takeDelivery());
      await soon(record(evidenceOn(PIECES + 1)));
      const { rows } = await sql`
        select mode from pg_locks
        where relation = 'person'::regclass and mode <> 'AccessShareLock'`.execute(database.sql);
      locks.push(rows);
    });
    const traces = await ledgerIn(looking).person({ login: "ola-hansen", forget: false });
    expect(traces).toMatchObject({ accounts: [{ id: 101, login: "ola-hansen" }] });
    expect(traces?.evidence).toBeGreaterThanOrEqual(PIECES);
    expect(locks).toEqual([[]]);
  });

  it("records and takes deliveries, and forgets what was recorded meanwhile too", async () => {
    const traces = await forgetting({ kind: "rewritten", count: 3 }, async () => {
      await soon(takeDelivery());
      await soon(record(evidenceOn(PIECES + 1)));
    });
    expect(traces).toEqual({
      accounts: [{ id: 101, login: "ola-hansen" }],
      decisions: PIECES + 1,
      evidence: PIECES + 1,
      ordinary: 0,
      ambiguous: false,
      repositories: [],
    });
    expect(await everything()).not.toMatch(/ola-hansen|\b101\b/);
    await expectWhole();
    const again = await record(evidenceOn(1, NOBODY));
    expect(await replayed(again!.number)).toMatchObject({ status: "same", redacted: false });
  });

  it("forgets also where evidence of before is used once more meanwhile", async () => {
    // Rewritten already; and still to be rewritten.
    for (const number of [1, PIECES]) await record(evidenceOn(number, NOBODY));
    await forgetting({ kind: "rewritten", count: 3 }, async () => {
      for (const number of [1, PIECES]) await soon(record(evidenceOn(number)));
    });
    expect(await everything()).not.toMatch(/ola-hansen|\b101\b/);
    await expectWhole();
  });

  it("goes through everything again where the account got another login meanwhile", async () => {
    const files = { ...evidenceOn(0).files, "docs/x.md": file("Thanks to ola-berg.") };
    await record(evidenceOn(1, { files }));
    const renamed = JSON.stringify(evidenceOn(PIECES + 1)).replaceAll("ola-hansen", "ola-berg");
    const traces = await forgetting({ kind: "rewritten", count: PIECES }, () =>
      soon(record(JSON.parse(renamed) as Evidence)),
    );
    expect(traces).toMatchObject({
      accounts: [
        { id: 101, login: "ola-hansen" },
        { id: 101, login: "ola-berg" },
      ],
      // One of them was rewritten twice.
      evidence: PIECES + 2,
    });
    expect(await everything()).not.toMatch(/ola-hansen|ola-berg|\b101\b/);
    await expectWhole();
  });

  it("may be interrupted, and is then finished by asking again", async () => {
    await interrupted({ kind: "rewritten", count: 7 });
    expect(await everything()).toMatch(/ola-hansen/);
    await expectWhole();
    expect(await replayed(1)).toMatchObject({ redacted: true, unfinished: true });
    expect(await replayed(PIECES)).toMatchObject({ redacted: false, unfinished: false });
    expect(await ledgerIn(database).person({ ...ASKED, forget: false })).toMatchObject({
      decisions: PIECES,
      evidence: PIECES - 7,
    });
    expect(await ledgerIn(database).person(ASKED)).toMatchObject({
      accounts: [{ id: 101, login: "ola-hansen" }],
      decisions: PIECES,
      evidence: PIECES - 7,
    });
    expect(await everything()).not.toMatch(/ola-hansen|\b101\b/);
    await expectWhole();
    expect(await replayed(1)).toMatchObject({ redacted: true, unfinished: false });
    expect(await ledgerIn(database).person(ASKED)).toBeNull();
  });

  it("may be interrupted at the very end, while others wait", async () => {
    // What is recorded at the last of the first round is rewritten in the last one.
    const lost = withMeanwhile(database, ({ kind, count }) => {
      if (kind !== "rewritten") return undefined;
      if (count === PIECES) return soon(record(evidenceOn(PIECES + 1)));
      if (count > PIECES) return Promise.reject(new Error("The connection was lost."));
      return undefined;
    });
    await expect(ledgerIn(lost).person(ASKED)).rejects.toThrow("The connection was lost.");
    await expectWhole();
    expect(await replayed(PIECES + 1)).toMatchObject({ status: "same", redacted: false });
    expect(await ledgerIn(database).person(ASKED)).toMatchObject({ evidence: 1 });
    expect(await everything()).not.toMatch(/ola-hansen|\b101\b/);
    await expectWhole();
  });

  it("replays what was recorded before the number of the account was known", async () => {
    // Only the policy names them, by a login.
    const unknown = { status: "unreadable", reason: "Nobody looked." } as const;
    const known = evidenceOn(1, NOBODY);
    const users = { ...known.people.users, "ola-hansen": unknown };
    await empty(database);
    await record({ ...known, people: { ...known.people, users } });
    const people = await database.sql.selectFrom("person").select(["github_id", "login"]).execute();
    expect(people).toContainEqual({ github_id: null, login: "ola-hansen" });
    for (let number = 2; number <= PIECES; number++) await record(evidenceOn(number));
    await interrupted({ kind: "rewritten", count: 2 });
    await expectWhole();
    await ledgerIn(database).person(ASKED);
    await expectWhole();
  });

  it("takes one person out while another is taken out of the same evidence", async () => {
    const mona = { login: "mona-berg", forget: true };
    await forgetting({ kind: "read", count: 1 }, () => soon(ledgerIn(database).person(mona)));
    expect(await everything()).not.toMatch(/ola-hansen|mona-berg|\b101\b|\b103\b/);
    await expectWhole();
  });

  it("may be asked by several at once", async () => {
    const ledgers = [ledgerIn(database), ledgerIn(database)];
    const traces = await Promise.all(ledgers.map((ledger) => ledger.person(ASKED)));
    const rewritten = traces.map((each: PersonTraces | null) => each?.evidence ?? 0);
    expect(rewritten[0]! + rewritten[1]!).toBe(PIECES);
    expect(await everything()).not.toMatch(/ola-hansen|\b101\b/);
    await expectWhole();
  });

  it("ends although more is recorded than it goes through", async () => {
    const { body } = await database.sql
      .selectFrom("evidence")
      .select("body")
      .limit(1)
      .executeTakeFirstOrThrow();
    const copied: Promise<unknown>[] = [];
    const flooded = withMeanwhile(database, ({ kind }) => {
      if (kind === "read") return undefined;
      const copy = sql`
        insert into evidence (text_digest, body, redacted, used_at)
        values (gen_random_uuid()::text, ${body}, false, now())`;
      copied.push(copy.execute(database.sql));
      // It is stored as soon as it may be.
      return sleep(5);
    });
    expect(await ledgerIn(flooded).person(ASKED)).not.toBeNull();
    await Promise.all(copied);
    expect(await database.sql.selectFrom("person").select("login").execute()).not.toContainEqual({
      login: "ola-hansen",
    });
  });
});
