import fc from "fast-check";
import { sql } from "kysely";
import {
  pseudonymsToReplay,
  replay,
  restore,
  verifyChain,
} from "../../../src/application/index.ts";
import type { Evidence } from "../../../src/domain/index.ts";
import type { Database } from "../../../src/store/database/database.ts";
import { unpackText } from "../../../src/store/ledger/packed-evidence.ts";
import { empty } from "../../support/database.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { file, PEOPLE, shopEvidence } from "../../support/shop.ts";
import { DATABASES } from "../support.ts";
import { evidenceOn, ledgerIn, recordFrom } from "./support.ts";

describe.each(DATABASES)("forgetting a person on $name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());

  /** Everything that is stored, by table. */
  async function stored() {
    const { rows: evidence } = await sql<{ body: Uint8Array }>`
      select body from evidence order by id`.execute(database.sql);
    const texts = (table: string) =>
      sql<{ text: string }>`select row_to_json(r)::text as text from ${sql.table(table)} r`
        .execute(database.sql)
        .then(({ rows }) => rows.map(({ text }) => text).join("\n"));
    return {
      entries: `${await texts("ledger_entry")}\n${await texts("ledger_head")}`,
      people: await texts("person"),
      evidence: (await Promise.all(evidence.map(({ body }) => unpackText(body)))).join("\n"),
    };
  }

  const replayed = async (number: number) => {
    const ledger = ledgerIn(database);
    const recorded = await ledger.read(number);
    if (!recorded) throw new Error("There is no such entry.");
    const logins = await ledger.logins(pseudonymsToReplay(recorded));
    const shown = restore(recorded.decision, logins);
    return { shown, ...replay(recorded, { knowledge: KNOWLEDGE, version: "1.2.3", logins }) };
  };

  it("leaves neither login nor id, while the chain verifies and decisions replay", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, evidenceOn(7));
    await recordFrom(ledger, evidenceOn(8));
    const nobody = { reviews: { status: "read", value: [] } as const };
    await recordFrom(ledger, evidenceOn(8, nobody));
    const before = await stored();
    expect(before.evidence).toMatch(/"ola-hansen"/);
    expect(before.people).toContain("ola-hansen");

    const asked = { login: "Ola-Hansen", forget: true };
    expect(await ledger.person(asked)).toEqual({
      accounts: [{ id: 101, login: "ola-hansen" }],
      decisions: 3,
      evidence: 3,
      ordinary: 0,
      ambiguous: false,
      repositories: [],
    });

    const after = await stored();
    expect(after.entries).toBe(before.entries);
    expect(JSON.stringify(after)).not.toMatch(/ola-hansen/i);
    expect(after.people).not.toMatch(/\b101\b/);
    expect(after.evidence).not.toMatch(/\b101\b/);
    expect(after.evidence).toContain("sigrid-lie");
    const head = () => ledger.head("acme/shop");
    expect(await verifyChain(ledger.chain("acme/shop"), head)).toMatchObject({ entries: 3 });
    for (const number of [1, 2, 3]) {
      const again = await replayed(number);
      expect(again).toMatchObject({ status: "same", redacted: true });
      expect(again.shown).toMatch(/person-[0-9a-f]{12}/);
      expect(again.shown).toContain("mona-berg");
    }
    expect(await ledger.person(asked)).toBeNull();
  });

  it("only says what it would do, unless it is meant", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    const before = await stored();
    expect(await ledger.person({ login: "ola-hansen", forget: false })).toMatchObject({
      decisions: 1,
      evidence: 1,
    });
    expect(await stored()).toEqual(before);
  });

  it("forgets one after the other, and each decision still replays", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    for (const login of [...Object.values(PEOPLE).map((each) => each.login), "kari"]) {
      await ledger.person({ login, forget: true });
      expect(await replayed(1)).toMatchObject({ status: "same", redacted: true });
    }
    const after = await stored();
    expect(after.people).toBe("");
    for (const { login } of Object.values(PEOPLE))
      expect(JSON.stringify(after)).not.toContain(login);
  });

  it("finds whoever only a document names, and former logins of the same account", async () => {
    const ledger = ledgerIn(database);
    const evidence = shopEvidence();
    const files = { ...evidence.files, "docs/x.md": file("Thanks to @anna-vik.") };
    await recordFrom(ledger, { ...evidence, files });
    const renamed = JSON.stringify(evidence).replaceAll("ola-hansen", "ola-berg");
    await recordFrom(ledger, JSON.parse(renamed) as Evidence);
    expect(await ledger.person({ login: "anna-vik", forget: true })).toMatchObject({
      accounts: [],
      evidence: 1,
    });
    expect(await ledger.person({ login: "ola-berg", forget: true })).toMatchObject({
      accounts: [
        { id: 101, login: "ola-hansen" },
        { id: 101, login: "ola-berg" },
      ],
      evidence: 2,
    });
    expect(JSON.stringify(await stored())).not.toMatch(/anna-vik|ola-berg|ola-hansen/);
    for (const number of [1, 2]) expect(await replayed(number)).toMatchObject({ status: "same" });
  });

  it("finds whoever answers for a deviation by a name that is no login", async () => {
    const ledger = ledgerIn(database);
    const evidence = shopEvidence();
    const path = "docs/security-review.md";
    const entry = evidence.files[path];
    const before = entry?.kind === "file" ? (entry.text ?? "") : "";
    const text = file(before.replace(/owner: .*$/m, 'owner: "Kari N. Øyen"'));
    await recordFrom(ledger, { ...evidence, files: { ...evidence.files, [path]: text } });
    expect((await replayed(1)).shown).toContain('"who": "Kari N. Øyen"');
    expect((await stored()).entries).not.toContain("Øyen");
    await ledger.person({ login: "kari n. øyen", forget: true });
    expect(JSON.stringify(await stored())).not.toMatch(/øyen/i);
    expect(await replayed(1)).toMatchObject({ status: "same", redacted: true });
  });

  it("tells two accounts apart that had one login", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    const other = JSON.stringify(evidenceOn(8)).replaceAll('"id":101', '"id":909');
    await recordFrom(ledger, JSON.parse(other) as Evidence);
    await ledger.person({ login: "ola-hansen", id: 101, forget: true });
    const after = await stored();
    expect(after.people).toMatch(/909.*ola-hansen/);
    expect(after.people).not.toMatch(/\b101\b/);
    expect(after.evidence).not.toMatch(/\b101\b/);
  });

  it("forgets nobody where two people had one login, and it is not said who is meant", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    const other = JSON.stringify(evidenceOn(8)).replaceAll('"id":101', '"id":909');
    await recordFrom(ledger, JSON.parse(other) as Evidence);
    const before = await stored();
    expect(await ledger.person({ login: "ola-hansen", forget: true })).toMatchObject({
      ambiguous: true,
      accounts: [
        { id: 101, login: "ola-hansen" },
        { id: 909, login: "ola-hansen" },
      ],
    });
    expect(await stored()).toEqual(before);
    for (const id of [101, 909])
      expect(await ledger.person({ login: "ola-hansen", id, forget: true })).toMatchObject({
        ambiguous: false,
      });
    expect(JSON.stringify(await stored())).not.toMatch(/ola-hansen|\b101\b|\b909\b/);
    for (const number of [1, 2]) expect(await replayed(number)).toMatchObject({ status: "same" });
  });

  it("leaves a bot that has the login, and every word that means it", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    const text = JSON.stringify(evidenceOn(8)).replace(
      /"id":101,"login":"ola-hansen","bot":false/g,
      '"id":909,"login":"ola-hansen","bot":true',
    );
    await recordFrom(ledger, JSON.parse(text) as Evidence);
    expect((await replayed(2)).shown).toContain("ola-hansen");
    await ledger.person({ login: "ola-hansen", forget: true });
    expect((await replayed(2)).shown).toContain("ola-hansen");
    for (const number of [1, 2]) expect(await replayed(number)).toMatchObject({ status: "same" });
    expect(await ledger.read(2)).toMatchObject({ evidence: { redacted: false } });
  });

  it("takes a person who acts again for somebody new", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, shopEvidence());
    await ledger.person({ login: "ola-hansen", forget: true });
    const entry = await recordFrom(ledger, shopEvidence());
    expect(entry?.number).toBe(2);
    expect(await replayed(2)).toMatchObject({ status: "same", redacted: false });
    expect(await replayed(1)).toMatchObject({ status: "same", redacted: true });
    expect((await replayed(1)).shown).not.toContain("ola-hansen");
  });

  it("tells of repositories whose names hold the login", async () => {
    const ledger = ledgerIn(database);
    await recordFrom(ledger, evidenceOn(1, { repository: "Ola-Hansen/shop" }));
    expect(await ledger.person({ login: "ola-hansen", forget: false })).toMatchObject({
      repositories: ["ola-hansen/shop"],
    });
  });

  it("holds for whatever somebody is called", async () => {
    const ledger = ledgerIn(database);
    const login = fc
      .stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,6}(-[a-zA-Z0-9]{1,5}){0,2}$/)
      .map((own) => `${own}zq`);
    const id = fc.integer({ min: 10_000_000, max: 99_999_999 });
    await fc.assert(
      fc.asyncProperty(login, id, async (called, number) => {
        await empty(database);
        const text = JSON.stringify(shopEvidence())
          .replaceAll('"login":"ola-hansen"', `"login":"${called}"`)
          .replaceAll('"ola-hansen":', `"${called.toLowerCase()}":`)
          .replaceAll("ola-hansen", called)
          .replaceAll('"id":101,', `"id":${number},`);
        await recordFrom(ledger, JSON.parse(text) as Evidence);
        expect(await replayed(1)).toMatchObject({ status: "same", redacted: false });
        await ledger.person({ login: called.toUpperCase(), forget: true });
        const after = JSON.stringify(await stored()).toLowerCase();
        expect(after).not.toContain(called.toLowerCase());
        expect(after).not.toContain(String(number));
        expect(await replayed(1)).toMatchObject({ status: "same", redacted: true });
      }),
      { numRuns: 25 },
    );
  });
});
