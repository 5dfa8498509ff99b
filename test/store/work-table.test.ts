import { sql } from "kysely";
import { PgBoss } from "pg-boss";
import { keyOf } from "../../src/application/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import {
  addWork,
  QUEUE,
  QUEUE_OPTIONS,
  type Work,
  type WorkToDo,
} from "../../src/store/work-table.ts";
import { empty } from "../support/database.ts";
import { emptyOnServer } from "../support/database.ts";
import { DATABASES, pullRequest } from "./support.ts";

describe.each(DATABASES)("work for which two wait already on $name", ({ open }) => {
  let database: Database;
  let boss: PgBoss;
  beforeAll(async () => {
    database = await open();
    boss = new PgBoss({ ...database.boss, schedule: false, supervise: false });
    await boss.start();
    await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  });
  beforeEach(() => empty(database));
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await database.close();
  });

  const insert = async (again: boolean, inMs: number) => {
    const job = pullRequest(1, { again });
    const startAfter = new Date(Date.now() + inMs);
    const data: Work = { job, attempt: 1 };
    await boss.insert(QUEUE, [{ singletonKey: keyOf(job), data, startAfter }]);
  };
  const add = (again: boolean, inMs: number) => {
    const job = pullRequest(1, { again });
    const work: WorkToDo = { key: keyOf(job), job, attempt: 1, inMs };
    return database.sql.transaction().execute((trx) => addWork(boss, [work], trx));
  };
  /** Of each that waits: whether it asks again, and whether it is due. */
  const waiting = async () => {
    const { rows } = await sql<{ again: boolean; due: boolean }>`
      select (data->'job'->>'again')::boolean as again, start_after <= now() as due
      from pgboss.job order by created_on, id`.execute(database.sql);
    return rows;
  };

  it.each([
    ["the first", true, false],
    ["the second", false, true],
  ])("is done as soon as it asks, also where %s asks for as much, later", async (_, one, other) => {
    await insert(one, one ? 3_600_000 : -1_000);
    await insert(other, other ? 3_600_000 : -1_000);
    await add(true, 0);
    expect(await waiting()).toEqual([{ again: true, due: true }]);
  });

  it("takes nothing away from either", async () => {
    await insert(true, 3_600_000);
    await insert(false, 3_600_000);
    await add(false, 0);
    expect(await waiting()).toContainEqual({ again: true, due: true });
  });

  it("changes nothing where one of them does all of it", async () => {
    await insert(true, -1_000);
    await insert(false, 3_600_000);
    const before = await waiting();
    await add(true, 0);
    expect(await waiting()).toEqual(before);
  });
});

// Nobody else can do anything within a transaction of the embedded database.
it("work that a worker begins while more is asked of it is done once more, on PostgreSQL", async () => {
  const database = await emptyOnServer();
  const boss = new PgBoss({ ...database.boss, schedule: false, supervise: false });
  await boss.start();
  await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  const add = (again: boolean, by: PgBoss) => {
    const job = pullRequest(1, { again });
    const work: WorkToDo = { key: keyOf(job), job, attempt: 1, inMs: 0 };
    return database.sql.transaction().execute((trx) => addWork(by, [work], trx));
  };
  const begun: boolean[] = [];
  const begin = async () => {
    for (const { data } of await boss.fetch<Work>(QUEUE))
      begun.push("again" in data.job && data.job.again);
  };
  await add(false, boss);
  let isFirst = true;
  const interrupted = new Proxy(boss, {
    get:
      (target, name) =>
      async (...args: unknown[]) => {
        // After it was seen what waits, and before it is changed.
        if (isFirst) await begin();
        isFirst = false;
        return (Reflect.get(target, name) as (...given: unknown[]) => unknown).apply(target, args);
      },
  });
  await add(true, interrupted);
  for (const { id } of await boss.findJobs(QUEUE)) {
    await begin();
    await boss.deleteJob(QUEUE, id);
  }
  await begin();
  expect(begun.at(-1)).toBe(true);
  await boss.stop({ graceful: false });
  await database.close();
});
