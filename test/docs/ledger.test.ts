import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportLedger } from "../../src/cli/ledger/index.ts";
import { emptyDatabase } from "../support/database.ts";
import { evidenceOn, ledgerIn, recordFrom } from "../store/ledger/support.ts";
import { deskIn } from "../cli/desk.ts";
import { surroundings } from "../cli/surroundings.ts";

describe("the script that checks an export", () => {
  const page = readFileSync(new URL("../../docs/reference/ledger.md", import.meta.url), "utf8");
  const [, script = ""] = /```js\n(.*?)```/s.exec(page) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "portcullis-ledger-docs-"));
  const path = join(folder, "check.mjs");
  let lines: readonly string[] = [];

  beforeAll(async () => {
    writeFileSync(path, script);
    const database = await emptyDatabase();
    const ledger = ledgerIn(database);
    for (let number = 1; number <= 4; number++) await recordFrom(ledger, evidenceOn(number));
    await recordFrom(ledger, evidenceOn(1, { repository: "acme/other" }));
    await ledger.person({ login: "ola-hansen", forget: true });
    const around = surroundings();
    const desk = deskIn(database);
    await exportLedger.act({ repository: null, pseudonyms: false }, desk, around);
    lines = around.printed().stdout.trim().split("\n");
    await database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const check = (exported: readonly string[]) => {
    const input = `${exported.join("\n")}\n`;
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], {
      input,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("says where each chain ends", () => {
    const { status, stdout, stderr } = check(lines);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^acme\/other 1 sha256:[0-9a-f]{64}\nacme\/shop 4 sha256:[0-9a-f]{64}\n$/,
    );
  });

  it.each<[string, (all: readonly string[]) => readonly string[], string]>([
    ["changed", (all) => all.map((line) => line.replace("pull/2", "pull/9")), "entry 2"],
    ["missing", (all) => all.filter((_, at) => at !== 2), "entry 3"],
    ["reordered", ([a, b, c, ...more]) => [a!, c!, b!, ...more], "entry 2"],
    ["repeated", ([a, b, ...more]) => [a!, b!, b!, ...more], "entry 1"],
    [
      "decided otherwise",
      (all) => all.map((line, at) => (at === 3 ? line.replace("satisfied", "waived") : line)),
      "entry 3",
    ],
  ])("finds an entry that was %s", (_, tamper, found) => {
    expect(check(tamper(lines))).toMatchObject({
      status: 1,
      stdout: `acme/shop: ${found} is broken\n`,
    });
  });
});
