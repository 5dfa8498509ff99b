import { sql } from "kysely";
import { inbox } from "../../src/cli/inbox.ts";
import { readOptions } from "../../src/cli/options.ts";
import type { Database } from "../../src/store/index.ts";
import { empty, emptyDatabase } from "../support/database.ts";
import { deskIn } from "./desk.ts";
import { surroundings } from "./surroundings.ts";

describe("portcullis inbox", () => {
  let database: Database;
  beforeAll(async () => {
    database = await emptyDatabase();
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());

  async function run(...words: readonly string[]) {
    const given = readOptions(words, inbox.options, inbox.argument);
    if (given.status === "misunderstood") return given.message;
    const request = inbox.understand(given.value);
    if (request.status === "misunderstood") return request.message;
    const around = surroundings();
    const code = await inbox.act(request.value, deskIn(database), around);
    return { code, ...around.printed() };
  }

  /** Two that are parked, one that waits, one that is done with. */
  async function fill() {
    const payload = JSON.stringify({ words: "somebody's words" });
    const row = { event: "pull_request", payload, state: "parked" as const, attempts: 5 };
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute));
    await database.sql
      .insertInto("delivery")
      .values([
        { ...row, id: "b", reason: "Two\nlines\u001b[2J", received_at: at(7) },
        { ...row, id: "a", reason: "No such field.", received_at: at(5), attempts: 1 },
        { ...row, id: "c", reason: null, received_at: at(9), state: "waiting" },
        { ...row, id: "d", reason: null, payload: null, state: "handled" },
      ])
      .execute();
  }

  const states = async () => {
    const rows = await database.sql
      .selectFrom("delivery")
      .select(["id", "state", "attempts", "payload"])
      .orderBy("id")
      .execute();
    return rows.map(({ id, state, attempts, payload }) =>
      [id, state, attempts, payload === null ? "empty" : "kept"].join(" "),
    );
  };

  it("says when there is nothing to do", async () => {
    expect(await run()).toEqual({
      code: 0,
      stderr: "",
      stdout: "0 deliveries wait to be handled.\n0 deliveries are parked.\n",
    });
  });

  it("lists what is parked, oldest first, and never what is in it", async () => {
    await fill();
    expect(await run()).toEqual({
      code: 1,
      stderr: "",
      stdout: `1 delivery waits to be handled, the oldest since 2026-11-20 09:09 UTC.
2 deliveries are parked:

a  pull_request, received 2026-11-20 09:05 UTC, tried once
  No such field.

b  pull_request, received 2026-11-20 09:07 UTC, tried 5 times
  Two lines [2J

Once the reason is gone: portcullis inbox --requeue ID, or --requeue all
`,
    });
  });

  it("has one tried again, or every one", async () => {
    await fill();
    expect(await run("--requeue", "a")).toMatchObject({
      code: 0,
      stdout: "1 delivery is tried again now.\n",
    });
    expect(await states()).toEqual([
      "a waiting 0 kept",
      "b parked 5 kept",
      "c waiting 5 kept",
      "d handled 5 empty",
    ]);
    expect(await run("--requeue", "all")).toMatchObject({ code: 0 });
    expect((await states())[1]).toBe("b waiting 0 kept");
  });

  it("deletes what was in those that are given up, and touches no others", async () => {
    await fill();
    expect(await run("--discard", "all")).toMatchObject({
      stdout: "2 deliveries are discarded.\n",
    });
    expect(await states()).toEqual([
      "a handled 1 empty",
      "b handled 5 empty",
      "c waiting 5 kept",
      "d handled 5 empty",
    ]);
  });

  it.each(["a-b-c", "c", "d"])("says that %s is not parked", async (id) => {
    await fill();
    const before = await states();
    for (const what of ["--requeue", "--discard"]) {
      expect(await run(what, id)).toMatchObject({
        code: 2,
        stderr: `portcullis: No delivery with the id ${id} is parked: see portcullis inbox.\n`,
      });
    }
    expect(await states()).toEqual(before);
  });

  it("does one thing at a time", async () => {
    expect(await run("--requeue", "a", "--discard", "a")).toBe(
      "Give --requeue or --discard, not both.",
    );
  });

  it("shows no more than fifty, and how many more there are", async () => {
    await sql`
      insert into delivery (id, event, payload, state, reason)
      select 'n' || n, 'push', '{}', 'parked', 'r' from generate_series(1, 53) n`.execute(
      database.sql,
    );
    expect(await run()).toMatchObject({
      stdout: expect.stringContaining("… and 3 more.\n") as string,
    });
  });
});
