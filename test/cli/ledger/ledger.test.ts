import { exportLedger, forgetPerson, replay, show, verify } from "../../../src/cli/ledger/index.ts";
import type { DataCommand } from "../../../src/cli/data-command.ts";
import { readOptions } from "../../../src/cli/options.ts";
import { commands, runCommandLine } from "../../../src/cli/index.ts";
import type { Database } from "../../../src/store/index.ts";
import { empty, emptyDatabase, pastTriggers } from "../../support/database.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { withMeanwhile } from "../../store/ledger/meanwhile.ts";
import { evidenceOn, ledgerIn, recordFrom } from "../../store/ledger/support.ts";
import { deskIn } from "../desk.ts";
import { surroundings } from "../surroundings.ts";

describe("portcullis ledger", () => {
  let database: Database;
  beforeAll(async () => {
    database = await emptyDatabase();
  });
  beforeEach(async () => {
    await empty(database);
    const ledger = ledgerIn(database);
    for (let number = 1; number <= 3; number++) await recordFrom(ledger, evidenceOn(number));
    await recordFrom(ledger, evidenceOn(1, { repository: "acme/other" }));
  });
  afterAll(() => database.close());

  async function run<R>(command: DataCommand<R>, ...words: readonly string[]) {
    const given = readOptions(words, command.options, command.argument);
    if (given.status === "misunderstood") return given.message;
    const request = command.understand(given.value);
    if (request.status === "misunderstood") return request.message;
    const around = surroundings();
    const desk = deskIn(database);
    const code = await command.act(request.value, desk, around);
    return { code, ...around.printed() };
  }

  it("shows a page, newest first, and how to go on", async () => {
    expect(await run(show, "--limit", "2")).toEqual({
      code: 0,
      stderr: "",
      stdout: `4  2026-11-20 12:00 UTC  passed   acme/other:1  pull/1
3  2026-11-20 12:00 UTC  passed   acme/shop:3  pull/3
Older ones: --before 3
`,
    });
    const rest = await run(show, "--repository", "Acme/Shop", "--before", "3");
    expect(rest).toMatchObject({ stdout: expect.stringMatching(/^2 .*\n1 .*\n$/) as string });
    expect(await run(show, "--before", "1")).toMatchObject({ stdout: "Nothing was recorded.\n" });
  });

  it("verifies every chain, and names the first entry that is broken", async () => {
    expect(await run(verify)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^✓ acme\/other: 1 entry, intact, ends with sha256:[0-9a-f]{64}\n✓ acme\/shop: 3 entries, intact, ends with sha256:[0-9a-f]{64}\n$/,
      ) as string,
    });
    await pastTriggers(database, (trx) =>
      trx.updateTable("ledger_entry").set({ decision: "{}" }).where("number", "=", 2).execute(),
    );
    expect(await run(verify)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(
        "✗ acme/shop: broken. The decision of entry 2 was changed. (It is number 2 in portcullis ledger show.)",
      ) as string,
    });
    expect(await run(verify, "--repository", "acme/other")).toMatchObject({ code: 0 });
    expect(await run(verify, "--repository", "acme/none")).toMatchObject({
      code: 2,
      stderr: "portcullis: Nothing was recorded of acme/none.\n",
    });
  });

  it("finds a chain of which nothing else was left", async () => {
    await pastTriggers(database, (trx) => trx.deleteFrom("ledger_head").execute());
    expect(await run(verify)).toMatchObject({ code: 1 });
  });

  it("replays a decision", async () => {
    expect(await run(replay, "2")).toEqual({
      code: 0,
      stderr: "",
      stdout:
        "✓ Entry 2 (acme/shop, pull/2, 2026-11-20T12:00:01.000Z) gives the same decision; compared to the byte.\n",
    });
    await ledgerIn(database).person({ login: "ola-hansen", forget: true });
    expect(await run(replay, "2")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("compared under pseudonyms") as string,
    });
    await ledgerIn(database).purge("2030-01-01T00:00:00Z", 400);
    expect(await run(replay, "2")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(
        "the evidence was deleted after its retention period",
      ) as string,
    });
    expect(await run(replay, "99")).toMatchObject({ code: 2 });
  });

  it("shows what is different where a decision does not come out as it was", async () => {
    const [first, ...gates] = KNOWLEDGE.catalogue.gates;
    const knowledge = {
      ...KNOWLEDGE,
      catalogue: { ...KNOWLEDGE.catalogue, gates: [{ ...first!, title: "Renamed" }, ...gates] },
    };
    const around = surroundings();
    const code = await replay.act(1, { ...deskIn(database), knowledge, version: "2.0.0" }, around);
    const { stdout } = around.printed();
    expect(code).toBe(1);
    expect(stdout).toContain("gives another decision");
    expect(stdout).toContain("It was recorded by version 1.2.3.");
    expect(stdout).toContain("another catalogue");
    expect(stdout).toContain('+ "title": "Renamed",');
  });

  it("exports with names, or without", async () => {
    const named = await run(exportLedger, "--repository", "acme/shop");
    const without = await run(exportLedger, "--pseudonyms");
    if (typeof named === "string" || typeof without === "string") throw new Error("not understood");
    expect(named.stdout.trim().split("\n")).toHaveLength(3);
    expect(named.stdout).toContain("ola-hansen approved this commit.");
    expect(without.stdout.trim().split("\n")).toHaveLength(4);
    expect(without.stdout).not.toContain("ola-hansen");
  });

  it("forgets a person only when it is meant", async () => {
    expect(await run(forgetPerson, "@ola-hansen")).toEqual({
      code: 1,
      stderr: "",
      stdout: `ola-hansen is known as: ola-hansen (id 101).
4 decisions name them, under a pseudonym: nobody would know any more whose.
4 pieces of evidence would have the name taken out.
Nothing was changed. With --yes it is done, and cannot be undone.
`,
    });
    expect(await run(forgetPerson, "ola-hansen", "--yes")).toMatchObject({ code: 0 });
    expect(await run(forgetPerson, "ola-hansen", "--yes")).toMatchObject({
      code: 0,
      stdout: "Nothing is known of ola-hansen.\n",
    });
    expect(await run(verify)).toMatchObject({ code: 0 });
  });

  it("asks who is meant where two people had the login, and forgets neither", async () => {
    const other = JSON.stringify(evidenceOn(9)).replaceAll('"id":101', '"id":909');
    await recordFrom(ledgerIn(database), JSON.parse(other) as ReturnType<typeof evidenceOn>);
    const asked = await run(forgetPerson, "ola-hansen", "--yes");
    expect(asked).toEqual({
      code: 1,
      stderr: "",
      stdout: `ola-hansen is known as: ola-hansen (id 101), ola-hansen (id 909).
Several people had this login, one after the other: say with --id who is meant, one at a time. Nothing was changed.
`,
    });
    expect(await run(forgetPerson, "ola-hansen")).toEqual(asked);
    expect(await run(forgetPerson, "ola-hansen", "--id", "909", "--yes")).toMatchObject({
      code: 0,
    });
    expect(await run(forgetPerson, "ola-hansen", "--yes")).toMatchObject({ code: 0 });
  });

  it("finishes to forget where that was interrupted, and a replay says so before", async () => {
    for (let number = 4; number <= 30; number++)
      await recordFrom(ledgerIn(database), evidenceOn(number));
    const lost = withMeanwhile(database, ({ kind, count }) =>
      kind === "rewritten" && count === 2 ? Promise.reject(new Error("Lost.")) : undefined,
    );
    await expect(ledgerIn(lost).person({ login: "ola-hansen", forget: true })).rejects.toThrow();
    expect(await run(verify)).toMatchObject({ code: 0 });
    expect(await run(replay, "1")).toEqual({
      code: 0,
      stderr: "",
      stdout: `✓ Entry 1 (acme/shop, pull/1, 2026-11-20T12:00:01.000Z) gives the same decision; a person was taken out of its evidence since, so it was compared under pseudonyms and without the digests of policy and evidence.
That person is still known: they are being forgotten now, or that was interrupted. Then run portcullis ledger forget-person with --yes again.
`,
    });
    expect(await run(forgetPerson, "ola-hansen", "--yes")).toEqual({
      code: 0,
      stderr: "",
      stdout: `ola-hansen is known as: ola-hansen (id 101).
31 decisions name them, under a pseudonym: nobody knows any more whose.
29 pieces of evidence had the name taken out.
Done. Backups and exports that were made before still hold the name.
`,
    });
    expect(await run(replay, "1")).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining("still known") as string,
    });
  });

  it.each<[DataCommand<never>, readonly string[], string]>([
    [show as DataCommand<never>, ["--limit", "0"], '--limit "0" is no number. Give one like 50.'],
    [show as DataCommand<never>, ["3"], '"3" stands alone.'],
    [replay as DataCommand<never>, [], "Say which: give ENTRY."],
    [replay as DataCommand<never>, ["x"], 'The entry "x" is no number.'],
    [forgetPerson as DataCommand<never>, ["@"], "Say whom: the login on GitHub."],
    [exportLedger as DataCommand<never>, ["--format", "csv"], "is not known"],
    [verify as DataCommand<never>, ["--repository", "shop"], "is no repository"],
  ])("%# says what is wrong with what was asked", async (command, words, message) => {
    expect(await run(command, ...words)).toContain(message);
  });

  it.each([
    [["ledger"], 'The command "ledger" is not known'],
    [["ledger", "verfy"], "Did you mean ledger verify?"],
    [["ledger", "show"], "There is no data of Portcullis in /nowhere/at/all."],
  ])("cannot run %j, and says why", async (words, message) => {
    const around = surroundings({ environment: { DATA_DIR: "/nowhere/at/all" } });
    expect(await runCommandLine(words, commands, "1.2.3", around)).toBe(2);
    expect(around.printed().stderr).toContain(message);
  });

  it("lists its commands", async () => {
    const around = surroundings();
    expect(await runCommandLine(["ledger", "--help"], commands, "1.2.3", around)).toBe(0);
    expect(around.printed().stdout).toContain("ledger forget-person");
  });
});
