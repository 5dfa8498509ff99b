import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import { keyOf, type Job } from "../../src/application/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import { QUEUE } from "../../src/store/work-table.ts";
import { empty } from "../support/database.ts";
import { until } from "../support/until.ts";
import { DATABASES, delivery, gate, pullRequest, startWorker, type Worker } from "./support.ts";

describe.each(DATABASES)("processes that share $name", ({ open }) => {
  let database: Database;
  const workers: Worker[] = [];
  beforeAll(async () => {
    database = await open();
  });
  afterEach(async () => {
    for (const { store } of workers.splice(0)) await store.close(100);
    await empty(database);
  });
  afterAll(() => database.close());

  const worker = async (work?: (job: Job) => Promise<unknown>) => {
    const started = await startWorker(database, work);
    workers.push(started);
    return started;
  };

  it("share the work, and never do the same at the same time", async () => {
    const running = new Set<string>();
    const begun = [gate(), gate()] as const;
    const twice: string[] = [];
    const both = Promise.all(begun.map(({ opened }) => opened));
    const work = (which: 0 | 1) => async (job: Job) => {
      const key = keyOf(job);
      if (running.has(key)) twice.push(key);
      running.add(key);
      begun[which].open();
      await both;
      await sleep(5);
      running.delete(key);
    };
    const one = await worker(work(0));
    const other = await worker(work(1));
    const jobs = Array.from({ length: 30 }, (_, at) =>
      pullRequest(1, { repository: `acme/shop-${at}` }),
    );
    // Whatever comes while a candidate is looked at must wait, in either process.
    for (let round = 0; round < 4; round++) {
      await Promise.all(
        jobs.map((job, at) => ((at + round) % 2 ? one : other).store.queue.add(job)),
      );
      await sleep(60);
    }
    await Promise.all([one.store.idle(), other.store.idle()]);
    expect(twice).toEqual([]);
    expect(one.runs.length).toBeGreaterThan(0);
    expect(other.runs.length).toBeGreaterThan(0);
    expect(new Set([...one.runs, ...other.runs].map(({ key }) => key)).size).toBe(30);
    expect([...one.troubles, ...other.troubles]).toEqual([]);
  });

  it("overlook nothing that is added to one candidate from both sides", async () => {
    const { opened, open: release } = gate();
    const one = await worker(() => opened);
    const other = await worker(() => opened);
    await one.store.queue.add(pullRequest(1));
    await until(() => one.runs.length + other.runs.length === 1);
    await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        (at % 2 ? one : other).store.queue.add(pullRequest(1, { again: at === 5 })),
      ),
    );
    release();
    await Promise.all([one.store.idle(), other.store.idle()]);
    expect([...one.runs, ...other.runs].map(({ again }) => again).sort()).toEqual([false, true]);
  });

  it("do again what a dead process had begun, and what came for it since", async () => {
    const before = await worker(() => sleep(60_000, undefined, { ref: false }));
    await before.store.queue.add(pullRequest(1), "2036-01-01T00:00:00Z");
    await workers.pop()?.store.close(0);
    await sql`update pgboss.job set start_after = now() - interval '1 second'`.execute(
      database.sql,
    );
    const dead = new PgBoss({ ...database.boss, schedule: false, supervise: false });
    await dead.start();
    expect(await dead.fetch(QUEUE)).toHaveLength(1);
    await dead.stop({ graceful: false });
    const { store, runs } = await worker();
    await store.queue.add(pullRequest(1, { again: true }));
    if (database.kind === "server") {
      // Others may be alive: only who is silent is dead.
      await sleep(500);
      expect(runs).toEqual([]);
      const silent = sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute'`;
      await silent.execute(database.sql);
    }
    await until(() => runs.some(({ again }) => again), 25_000);
    expect(runs.every(({ key }) => key === "acme/shop#1")).toBe(true);
    await store.idle();
    expect(await store.queue.waiting(pullRequest(1))).toBeNull();
  });

  it("hand back what they cannot finish, and finish what they can", async () => {
    const { opened, open: release } = gate();
    const leaving = await worker((job) => (keyOf(job) === "acme/shop#1" ? opened : sleep(300)));
    await leaving.store.queue.add(pullRequest(1));
    await leaving.store.queue.add(pullRequest(2));
    await until(() => leaving.runs.length === 2);
    let hasStopped = false;
    void workers
      .pop()
      ?.store.close(1_000)
      .then(() => (hasStopped = true));
    await until(() => hasStopped, 3_000);
    const { store, runs } = await worker();
    await until(() => runs.length >= 1);
    await store.idle();
    expect(runs).toEqual([{ key: "acme/shop#1", attempt: 1, again: false }]);
    release();
  });

  it("do what was added, and handle what was delivered, while none of them ran", async () => {
    const { store } = await worker();
    await store.queue.add(pullRequest(1), new Date(Date.now() + 300).toISOString());
    await workers.pop()?.store.close(100);
    const row = { ...delivery("a", 2), payload: JSON.stringify({ hints: [2] }) };
    await database.sql
      .insertInto("delivery")
      .values({ ...row, state: "waiting" })
      .execute();
    const { runs } = await worker();
    await until(() => runs.length >= 2);
    expect(runs.map(({ key }) => key).sort()).toEqual(["acme/shop#1", "acme/shop#2"]);
  });
});
