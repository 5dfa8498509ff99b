import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import { EvidenceUnavailable, keyOf, Overtaken, type Job } from "../../src/application/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import { Influx } from "../../src/store/influx.ts";
import { Pauses } from "../../src/store/pauses.ts";
import { WorkQueue } from "../../src/store/work-queue.ts";
import { QUEUE, QUEUE_OPTIONS } from "../../src/store/work-table.ts";
import { empty, letTimePass } from "../support/database.ts";
import { until } from "../support/until.ts";
import { DATABASES, gate, pullRequest, startWorker, type Worker } from "./support.ts";

describe.each(DATABASES)("the queue on $name", ({ open }) => {
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

  const worker = async (
    ...how: Parameters<typeof startWorker> extends [unknown, ...infer R] ? R : never
  ) => {
    const started = await startWorker(database, ...how);
    workers.push(started);
    return started;
  };

  it("does candidates beside each other, each once", async () => {
    const { opened, open: release } = gate();
    const { store, runs } = await worker(() => opened);
    for (const number of [1, 2, 3]) await store.queue.add(pullRequest(number));
    await until(() => runs.length >= 3);
    release();
    await store.idle();
    expect(runs.map(({ key }) => key).sort()).toEqual([
      "acme/shop#1",
      "acme/shop#2",
      "acme/shop#3",
    ]);
  });

  it("does a burst once, and all that any of it asks", async () => {
    // However slow the machine: it is one burst.
    const { store, runs } = await worker(undefined, undefined, 1_000);
    const burst = Array.from({ length: 10 }, (_, index) => pullRequest(1, { again: index === 3 }));
    await Promise.all(burst.map((job) => store.queue.add(job)));
    await store.idle();
    expect(runs).toEqual([{ key: "acme/shop#1", attempt: 1, again: true }]);
  });

  it("does once more whatever comes while it runs, and says that it waits", async () => {
    const { opened, open: release } = gate();
    let running = 0;
    let most = 0;
    const { store, runs } = await worker(async () => {
      most = Math.max(most, ++running);
      await opened;
      running--;
    });
    await store.queue.add(pullRequest(1));
    await until(() => runs.length >= 1);
    expect(await store.queue.waiting(pullRequest(1))).toBeNull();
    for (const again of [false, true, false, false]) {
      await store.queue.add(pullRequest(1, { again }));
    }
    expect(await store.queue.waiting(pullRequest(1))).toEqual(pullRequest(1, { again: true }));
    expect(await store.queue.waiting(pullRequest(2))).toBeNull();
    await sleep(200);
    release();
    await store.idle();
    expect(most).toBe(1);
    expect(runs.map(({ again }) => again)).toEqual([false, true]);
    expect(await store.queue.waiting(pullRequest(1))).toBeNull();
  });

  it("keeps workers for others while one repository has much to do", async () => {
    const { opened, open: release } = gate();
    const { store, runs } = await worker(() => opened);
    const noisy = Array.from({ length: 40 }, (_, number) =>
      pullRequest(number, { repository: number % 2 ? "acme/noisy" : "Acme/Noisy" }),
    );
    await database.sql.transaction().execute((trx) => store.queue.addAll(noisy, trx));
    await until(() => runs.length > 0);
    for (const number of [1, 2]) {
      await store.queue.add(pullRequest(number, { repository: "acme/quiet" }));
    }
    const of = (name: string) => runs.filter(({ key }) => key.toLowerCase().startsWith(name));
    await until(() => of("acme/quiet").length === 2);
    await sleep(200);
    expect(of("acme/noisy")).toHaveLength(6);
    release();
    await store.idle();
    expect(runs).toHaveLength(42);
  });

  it("tries again until it succeeds, later each time", async () => {
    const begun: number[] = [];
    const { store, runs, failures } = await worker(
      (_job, attempt) => {
        begun.push(performance.now());
        return attempt < 4 ? Promise.reject(new Error("not yet")) : Promise.resolve();
      },
      [50, 300],
    );
    await store.queue.add(pullRequest(1, { again: true }));
    await until(() => runs.length >= 4);
    await store.idle();
    expect(runs.map(({ attempt, again }) => ({ attempt, again }))).toEqual(
      [1, 2, 3, 4].map((attempt) => ({ attempt, again: true })),
    );
    expect(failures).toEqual([50, 300, 300]);
    expect((begun[2] ?? 0) - (begun[1] ?? 0)).toBeGreaterThanOrEqual(290);
  });

  it("lets a newer event go ahead of a retry, and does not forget how often it failed", async () => {
    const { store, runs } = await worker(
      (_job, attempt) => (attempt === 1 ? Promise.reject(new Error("not yet")) : Promise.resolve()),
      [60_000],
    );
    await store.queue.add(pullRequest(1, { again: true }));
    await until(() => runs.length >= 1);
    await store.idle();
    await store.queue.add(pullRequest(1));
    await until(() => runs.length >= 2);
    expect(runs[1]).toEqual({ key: "acme/shop#1", attempt: 2, again: true });
  });

  it("lets all of an installation wait as long as GitHub asked, and no other", async () => {
    const limited = (job: Job) =>
      keyOf(job) === "acme/shop#1"
        ? Promise.reject(new EvidenceUnavailable("rate-limited", "later", { retryAfter: 60 }))
        : Promise.resolve();
    const first = await worker(limited);
    await first.store.queue.add(pullRequest(1));
    await until(() => first.failures.length === 1);
    await first.store.idle();
    expect(first.failures).toEqual([60_000]);
    const second = await worker();
    const other = pullRequest(1, { repository: "other/shop", installationId: 2 });
    for (const job of [pullRequest(1), pullRequest(2), other]) await first.store.queue.add(job);
    await until(() => first.runs.length + second.runs.length === 2);
    await sleep(300);
    expect([...first.runs, ...second.runs].map(({ key }) => key)).toEqual([
      "acme/shop#1",
      "other/shop#1",
    ]);
    for (const { store } of workers.splice(0)) await store.close(100);
    await letTimePass(database, 1);
    const third = await worker();
    await until(() => third.runs.length === 2);
    expect(third.runs.find(({ key }) => key === "acme/shop#1")?.attempt).toBe(2);
  });

  it("lets the installation wait no longer than that, however often the job itself has failed", async () => {
    const { store, failures } = await worker(
      () => Promise.reject(new EvidenceUnavailable("rate-limited", "later", { retryAfter: 60 })),
      [300_000],
    );
    await store.queue.add(pullRequest(1));
    await until(() => failures.length === 1);
    const pauses = new Pauses(database);
    await until(async () => (await pauses.left(1)) > 0);
    expect(failures).toEqual([300_000]);
    expect(await pauses.left(1)).toBeLessThanOrEqual(60_000);
  });

  it("does again what was overtaken, and does not count it as failed", async () => {
    let overtaken = false;
    const { store, runs, failures } = await worker(() => {
      if (overtaken) return Promise.resolve();
      overtaken = true;
      return Promise.reject(new Overtaken());
    }, [60_000]);
    await store.queue.add(pullRequest(1));
    await until(() => runs.length >= 2);
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(failures).toEqual([]);
  });

  it("does what is for later when its time comes, unless it is asked for earlier", async () => {
    const { store, runs } = await worker();
    const soon = new Date(Date.now() + 700).toISOString();
    await store.queue.add(pullRequest(1), soon);
    await store.queue.add(pullRequest(2), soon);
    await store.queue.add(pullRequest(2));
    await store.queue.add(pullRequest(3), "2036-01-01T00:00:00Z");
    await until(() => runs.length >= 1);
    expect(runs[0]?.key).toBe("acme/shop#2");
    await until(() => runs.length >= 2);
    expect(runs[1]?.key).toBe("acme/shop#1");
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
    expect(await store.queue.waiting(pullRequest(3))).toEqual(pullRequest(3));
  });

  it("keeps what the later of two events tells, but the first of a tag's moves", async () => {
    const { opened, open: release } = gate();
    const { store, runs } = await worker(() => opened);
    const ref = { installationId: 1, repository: "acme/shop" };
    const pushed = (head: string): Job => ({
      kind: "pull-request",
      ref: { ...ref, number: 1 },
      head,
      again: false,
    });
    const moved = (movedFrom: string): Job => ({
      ...{ kind: "release", ...ref, id: 5, again: false },
      movedFrom,
    });
    await store.queue.add(pushed("a"));
    await until(() => runs.length >= 1);
    for (const head of ["b", "c"]) await store.queue.add(pushed(head));
    expect(await store.queue.waiting(pushed("a"))).toEqual(pushed("c"));
    await store.queue.add(moved("1"), "2099-01-01T00:00:00Z");
    await store.queue.add(moved("2"), "2098-01-01T00:00:00Z");
    expect(await store.queue.waiting(moved(""))).toEqual(moved("1"));
    release();
  });

  it("keeps what a newer event tells when what it overtook failed", async () => {
    const { opened, open: release } = gate();
    const { store, runs } = await worker(async () => {
      await opened;
      throw new Error("GitHub is away.");
    }, [60_000]);
    const job = pullRequest(1);
    await store.queue.add({ ...job, head: "a" } as Job);
    await until(() => runs.length >= 1);
    await store.queue.add({ ...job, head: "b" } as Job);
    release();
    await until(() => runs.length >= 2);
    await until(async () => (await store.queue.waiting(job)) !== null);
    expect(await store.queue.waiting(job)).toMatchObject({ head: "b" });
  });

  describe("where a process fell silent in the middle of a job", () => {
    /** As pg-boss does when it has not heard of a job for ten seconds. */
    const lapse = async () => {
      const boss = new PgBoss({ ...database.boss, schedule: false, supervise: false });
      await boss.start();
      const active = (await boss.findJobs(QUEUE)).filter(({ state }) => state === "active");
      await boss.fail(
        QUEUE,
        active.map(({ id }) => id),
      );
      await boss.stop({ graceful: false });
    };

    it("does what was asked meanwhile, although the job ends well", async () => {
      const { opened, open: release } = gate();
      const { store, runs } = await worker(() => opened, undefined, 500);
      await store.queue.add(pullRequest(1));
      await until(() => runs.length >= 1);
      await lapse();
      await store.queue.add(pullRequest(1));
      release();
      await until(() => runs.length >= 2);
      await store.idle();
      expect(await store.queue.waiting(pullRequest(1))).toBeNull();
    });

    it("does not do it twice at once when the process wakes up", async () => {
      const gates = [gate(), gate(), gate()];
      let began = 0;
      let running = 0;
      let most = 0;
      const { store } = await worker(async () => {
        most = Math.max(most, ++running);
        await gates[began++]?.opened;
        running--;
      });
      await store.queue.add(pullRequest(1));
      await until(() => began >= 1);
      await lapse();
      await store.queue.add(pullRequest(1));
      await sleep(300);
      gates[0]?.open();
      await until(() => began >= 2);
      await store.queue.add(pullRequest(1));
      await sleep(300);
      expect(running).toBe(1);
      for (const each of gates) each.open();
      await store.idle();
      expect(most).toBe(1);
    });
  });

  it("keeps what only a later version knows until one of its processes takes it", async () => {
    const { installationId, repository } = { installationId: 1, repository: "acme/shop" };
    const later = { kind: "tomorrow", installationId, repository, what: 1 } as unknown as Job;
    let isReplaced = false;
    const { store, runs } = await worker(() =>
      isReplaced ? Promise.resolve() : Promise.reject(new Error("What is that?")),
    );
    await store.queue.add(later);
    await until(() => runs.length >= 2);
    isReplaced = true;
    const { length } = runs;
    await until(() => runs.length > length);
    await until(async () => (await store.queue.waiting(later)) === null);
    expect(new Set(runs.map(({ key }) => key)).size).toBe(1);
  });

  it("puts back what only a later version knows as what that one asks for again", async () => {
    const { opened, open: release } = gate();
    const {
      store: earlier,
      runs,
      failures,
    } = await worker(() => opened.then(() => Promise.reject(new Error("What is that?"))));
    const data = { job: { kind: "tomorrow" } as unknown as Job, attempt: 1 };
    const newer = new PgBoss({ ...database.boss, schedule: false, supervise: false });
    await newer.start();
    const ask = () => newer.insert(QUEUE, [{ singletonKey: "tomorrow's key", data }]);
    await ask();
    await until(() => runs.length >= 1);
    await ask();
    release();
    await until(() => failures.length >= 2);
    await earlier.close(1_000);
    const keys = (await newer.findJobs(QUEUE)).map(({ singletonKey }) => singletonKey);
    await newer.stop({ graceful: false });
    expect(keys).toEqual(["tomorrow's key"]);
  });

  it("does nothing of what was added in a transaction that failed", async () => {
    const { store, runs } = await worker();
    const failing = database.sql.transaction().execute(async (trx) => {
      await store.queue.addAll([pullRequest(1)], trx);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await store.idle();
    expect(await store.queue.waiting(pullRequest(1))).toBeNull();
    expect(runs).toEqual([]);
  });

  it("does little while events pour in, and all again as soon as that is over", async () => {
    let now = 0;
    const influx = new Influx(() => now);
    for (let event = 0; event < 100; event++) influx.note();
    const boss = new PgBoss({ ...database.boss, schedule: false, supervise: false });
    await boss.start();
    await boss.createQueue(QUEUE, QUEUE_OPTIONS);
    const { opened, open: release } = gate();
    const begun: string[] = [];
    const queue = new WorkQueue({
      database,
      boss,
      influx,
      pauses: new Pauses(database),
      handle: (job) => {
        begun.push(keyOf(job));
        return opened;
      },
      onFailure: () => undefined,
      onTrouble: () => undefined,
      now: () => new Date(),
      patience: 0,
    });
    await queue.start();
    expect(await queue.waiting(pullRequest(1))).toBeNull();
    const jobs = Array.from({ length: 5 }, (_, number) => pullRequest(number));
    await database.sql.transaction().execute((trx) => queue.addAll(jobs, trx));
    await until(() => begun.length === 1);
    await sleep(600);
    expect(begun).toHaveLength(1);
    now += 1_000;
    // Sooner than it would look by itself.
    await until(() => begun.length === 5, 3_000);
    release();
    await queue.close(1_000);
    await boss.stop({ graceful: false });
  });
});
