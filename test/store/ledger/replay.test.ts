import {
  accountsIn,
  decide,
  pseudonymsToReplay,
  replay,
  serialise,
} from "../../../src/application/index.ts";
import type { Database } from "../../../src/store/database/database.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { evidenceOf, readScenario, scenarioFiles } from "../../support/scenario.ts";
import { shopEvidence } from "../../support/shop.ts";
import { DATABASES } from "../support.ts";
import { ledgerIn, recordFrom } from "./support.ts";

describe.each(DATABASES)("a decision in the ledger on $name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const replayed = async (number: number, version = "1.2.3", knowledge = KNOWLEDGE) => {
    const ledger = ledgerIn(database);
    const recorded = await ledger.read(number);
    if (!recorded) throw new Error("There is no such entry.");
    const logins = await ledger.logins(pseudonymsToReplay(recorded));
    return { recorded, replay: replay(recorded, { knowledge, version, logins }) };
  };

  it("can be replayed to the byte, whatever it was", async () => {
    const ledger = ledgerIn(database);
    const scenarios = scenarioFiles();
    expect(scenarios.length).toBeGreaterThan(300);
    let before: string | null = null;
    for (const { name, url } of scenarios) {
      const evidence = evidenceOf(readScenario(url));
      const decision = decide(evidence, KNOWLEDGE);
      const entry = await ledger.record({ decision, evidence });
      if (entry === null) {
        // As the scenario before it, or the same as another one of the same commit.
        expect([name, before]).toEqual([name, decision.evidence.digest]);
        continue;
      }
      before = decision.evidence.digest;
      const { recorded, replay: again } = await replayed(entry.number);
      const text = serialise(decision);
      expect([name, again]).toMatchObject([
        name,
        { status: "same", redacted: false, recorded: text, replayed: text },
      ]);
      const accounts = accountsIn(evidence, decision).filter(({ login }) => login.includes("-"));
      const named = accounts.filter(({ login }) => recorded.decision.includes(login));
      expect([name, named]).toEqual([name, []]);
    }
  });

  it("says that another version recorded it, or another catalogue", async () => {
    const ledger = ledgerIn(database, { version: "0.9.0" });
    const evidence = { ...shopEvidence(), defaultBranch: "trunk" };
    const entry = await recordFrom(ledger, evidence);
    const { replay: another } = await replayed(entry!.number);
    expect(another).toMatchObject({
      status: "same",
      recordedBy: { version: "0.9.0", anotherVersion: true, anotherCatalogue: false },
    });
    const [first, ...gates] = KNOWLEDGE.catalogue.gates;
    const knowledge = {
      ...KNOWLEDGE,
      catalogue: { ...KNOWLEDGE.catalogue, gates: [{ ...first!, title: "Renamed" }, ...gates] },
    };
    const { replay: renamed } = await replayed(entry!.number, "0.9.0", knowledge);
    expect(renamed).toMatchObject({
      status: "different",
      recordedBy: { anotherVersion: false, anotherCatalogue: true },
    });
  });

  it("does not take other evidence for that from which it was decided", async () => {
    const entry = await recordFrom(ledgerIn(database), {
      ...shopEvidence(),
      defaultBranch: "develop",
    });
    const other = await database.sql
      .selectFrom("ledger_entry")
      .innerJoin("evidence", "evidence.id", "evidence_id")
      .select("evidence.body")
      .where("number", "=", 1)
      .executeTakeFirstOrThrow();
    const { evidence_id } = await database.sql
      .selectFrom("ledger_entry")
      .select("evidence_id")
      .where("number", "=", entry!.number)
      .executeTakeFirstOrThrow();
    await database.sql
      .updateTable("evidence")
      .set({ body: other.body })
      .where("id", "=", evidence_id)
      .execute();
    expect((await replayed(entry!.number)).replay).toEqual({ status: "changed" });
  });

  it("cannot be replayed once its evidence is gone, and says so", async () => {
    const ledger = ledgerIn(database);
    await ledger.purge("2030-01-01T00:00:00Z", 1);
    expect((await replayed(1)).replay).toEqual({ status: "no-evidence" });
  });
});
