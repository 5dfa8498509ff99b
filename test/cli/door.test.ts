import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { commands, runCommandLine } from "../../src/cli/index.ts";
import { openDoor } from "../../src/cli/door/open-door.ts";
import type { DataCommand } from "../../src/cli/data-command.ts";
import { readEnvironment } from "../../src/environment.ts";
import { createLogger } from "../../src/logger.ts";
import { start } from "../../src/main.ts";
import type { Database } from "../../src/store/index.ts";
import { lockDirectory } from "../../src/store/database/directory-lock.ts";
import { startSimulator } from "../simulator/index.ts";
import { emptyDatabase } from "../support/database.ts";
import { evidenceOn, ledgerIn, recordFrom } from "../store/ledger/support.ts";
import { deskIn } from "./desk.ts";
import { surroundings } from "./surroundings.ts";

describe("while the server has its folder open", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "portcullis-door-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function run(...words: readonly string[]) {
    const around = surroundings({ environment: { DATA_DIR: directory } });
    const code = await runCommandLine(words, commands, "1.2.3", around);
    return { code, ...around.printed() };
  }

  it("does what commands about its data ask, and they alone", async () => {
    const github = await startSimulator({ now: () => new Date() });
    const server = await start(
      readEnvironment({
        ...github.environment(),
        DATA_DIR: directory,
        HOST: "127.0.0.1",
        PORT: "0",
      }),
      { log: createLogger("fatal") },
    );
    expect(await run("ledger", "show")).toEqual({
      code: 0,
      stdout: "Nothing was recorded.\n",
      stderr: "",
    });
    expect(await run("ledger", "replay", "7")).toEqual({
      code: 2,
      stdout: "",
      stderr: "portcullis: There is no entry 7.\n",
    });
    expect(await run("inbox", "--requeue", "no-such-id")).toMatchObject({ code: 2 });
    await server.close();
    await github.stop();
    // The folder can be opened again.
    expect(await run("inbox")).toMatchObject({ code: 0 });
  });

  describe("a door", () => {
    let database: Database;
    beforeAll(async () => {
      database = await emptyDatabase();
      const ledger = ledgerIn(database);
      for (let number = 1; number <= 40; number++) await recordFrom(ledger, evidenceOn(number));
    });
    afterAll(() => database.close());

    const opened = async (own?: readonly DataCommand[]) => {
      const unlock = await lockDirectory(directory);
      const door = await openDoor(directory, deskIn(database), own);
      return {
        close: async () => {
          await door.close();
          await unlock();
        },
      };
    };

    const knockWith = async (words: string) => {
      const socket = connect({ path: join(directory, "door"), allowHalfOpen: true });
      socket.end(words);
      return text(socket).catch(() => "");
    };

    it("hands out more than fits into a pipe, to the last byte", async () => {
      const door = await opened();
      const { code, stdout } = await run("ledger", "export");
      expect(code).toBe(0);
      expect(stdout.length).toBeGreaterThan(500_000);
      expect(stdout.trim().split("\n")).toHaveLength(40);
      await door.close();
    });

    it("stays open where somebody leaves in the middle, or asks what nobody understands", async () => {
      const door = await opened();
      for (const words of ["", "{", "[]", '{"command":"ledger show"}', "null"]) {
        expect(await knockWith(words)).toBe("");
      }
      const leaving = connect({ path: join(directory, "door"), allowHalfOpen: true });
      leaving.end(JSON.stringify({ command: "ledger export", values: {}, flags: [] }));
      leaving.once("data", () => leaving.destroy());
      await new Promise((resolve) => leaving.once("close", resolve));
      expect(await run("ledger", "verify")).toMatchObject({ code: 0 });
      await door.close();
    });

    it("does nothing but what the server knows, and says so", async () => {
      const door = await opened([]);
      expect(await run("ledger", "show")).toEqual({
        code: 2,
        stdout: "",
        stderr:
          "portcullis: The server runs another version of Portcullis, which cannot do this: restart it.\n",
      });
      await door.close();
    });

    it("says what went wrong behind it", async () => {
      const broken = {
        name: "inbox",
        summary: "",
        details: "",
        options: [],
        understand: () => ({ status: "understood", value: null }) as const,
        act: () => Promise.reject(new Error("The disk is full.")),
      };
      const door = await opened([broken]);
      expect(await run("inbox")).toMatchObject({
        code: 2,
        stderr: "portcullis: Something unexpected went wrong: The disk is full.\n",
      });
      await door.close();
    });

    it("takes the place of one that a dead process left", async () => {
      await writeFile(join(directory, "door"), "");
      const door = await opened();
      expect(await run("ledger", "show", "--limit", "1")).toMatchObject({ code: 0 });
      await door.close();
    });

    it("is not there where another command has the folder open", async () => {
      const unlock = await lockDirectory(directory);
      expect(await run("ledger", "show")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          `Another Portcullis uses the data in ${directory}`,
        ) as string,
      });
      await unlock();
    });
  });
});
