import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { z } from "zod";
import { keyOf, type Job } from "../../src/application/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import { Inbox, type InboxOptions } from "../../src/store/inbox.ts";
import { Influx } from "../../src/store/influx.ts";
import { empty } from "../support/database.ts";
import { until } from "../support/until.ts";
import { DATABASES, delivery, hintsOf } from "./support.ts";

describe.each(DATABASES)("the inbox on $name", ({ open }) => {
  let database: Database;
  const inboxes: Inbox[] = [];
  beforeAll(async () => {
    database = await open();
  });
  afterEach(async () => {
    for (const inbox of inboxes.splice(0)) await inbox.close();
    await empty(database);
  });
  afterAll(() => database.close());

  /** An inbox, and what came of its deliveries. */
  const inboxWith = (own: Partial<InboxOptions> = {}) => {
    const queued: string[] = [];
    const failures: { readonly id: string; readonly parked: boolean }[] = [];
    const troubles: unknown[] = [];
    const inbox = new Inbox({
      database,
      influx: new Influx(),
      jobsOf: hintsOf,
      enqueue: (jobs: readonly Job[]) => {
        queued.push(...jobs.map(keyOf));
        return Promise.resolve();
      },
      onHandled: () => undefined,
      onFailure: ({ id }, _error, parked) => failures.push({ id, parked }),
      onTrouble: (error) => troubles.push(error),
      ...own,
    });
    inboxes.push(inbox);
    return { inbox, queued, failures, troubles };
  };
  const rows = () =>
    database.sql
      .selectFrom("delivery")
      .select(["id", "state", "jobs", "payload", "attempts", "reason"])
      .orderBy("id")
      .execute();
  const broken = (id: string) => ({ id, event: "pull_request", payload: { text: "no hints" } });

  it("has stored a delivery when it says so, whether anybody handles it or not", async () => {
    const { inbox, queued } = inboxWith();
    await inbox.accept(delivery("a", 1));
    expect(await rows()).toEqual([
      {
        id: "a",
        state: "waiting",
        jobs: hintsOf(delivery("a", 1)),
        payload: null,
        attempts: 0,
        reason: null,
      },
    ]);
    expect(queued).toEqual([]);
  });

  it("keeps only its id once it is handled, and is woken for it", async () => {
    const { inbox, queued } = inboxWith();
    await inbox.start();
    await inbox.idle();
    await inbox.accept(delivery("a", 1, 2));
    await until(() => queued.length >= 2, 2_500);
    await inbox.idle();
    expect(queued).toEqual(["acme/shop#1", "acme/shop#2"]);
    expect(await rows()).toEqual([
      { id: "a", state: "handled", jobs: null, payload: null, attempts: 0, reason: null },
    ]);
  });

  it("handles what an earlier version stored whole", async () => {
    const { inbox, queued } = inboxWith();
    const { id, event, payload } = delivery("a", 1);
    const row = { id, event, payload: JSON.stringify(payload), state: "waiting" as const };
    await database.sql.insertInto("delivery").values(row).execute();
    await inbox.start();
    await until(() => queued.length > 0);
    await inbox.idle();
    expect(await rows()).toMatchObject([{ id: "a", state: "handled", jobs: null, payload: null }]);
  });

  it("handles a delivery once, however often it comes", async () => {
    const { inbox, queued } = inboxWith();
    await Promise.all([inbox.accept(delivery("a", 1)), inbox.accept(delivery("a", 1))]);
    await inbox.start();
    await until(() => queued.length > 0);
    await inbox.accept(delivery("a", 1));
    await inbox.accept(delivery("b", 2));
    await until(() => queued.length > 1);
    await inbox.idle();
    expect(queued).toEqual(["acme/shop#1", "acme/shop#2"]);
  });

  it("stores a burst, all of it", async () => {
    const { inbox, queued } = inboxWith();
    await inbox.start();
    const burst = Array.from({ length: 300 }, (_, number) => delivery(`id-${number}`, number));
    await Promise.all(burst.map((each) => inbox.accept(each)));
    expect(await rows()).toHaveLength(300);
    await inbox.idle();
    expect(new Set(queued).size).toBe(300);
    expect(queued).toHaveLength(300);
  });

  it("handles together what comes within a moment", async () => {
    const batches: number[] = [];
    const enqueue = (jobs: readonly Job[]) => {
      batches.push(jobs.length);
      return Promise.resolve();
    };
    const { inbox } = inboxWith({ enqueue });
    await inbox.start();
    await inbox.idle();
    const burst = Array.from({ length: 20 }, (_, number) => delivery(`id-${number}`, number));
    await Promise.all(burst.map((each) => inbox.accept(each)));
    await inbox.idle();
    expect(batches.reduce((sum, each) => sum + each, 0)).toBe(20);
    expect(batches.length).toBeLessThan(5);
  });

  it("waits for longer while events pour in, and handles each of them", async () => {
    const batches: number[] = [];
    const enqueue = (jobs: readonly Job[]) => {
      batches.push(jobs.length);
      return Promise.resolve();
    };
    let now = 0;
    const influx = new Influx(() => now);
    for (let count = 0; count < 1_000; count++) influx.note();
    const { inbox } = inboxWith({ enqueue, influx });
    await inbox.start();
    await inbox.idle();
    for (let number = 0; number < 12; number++) {
      await inbox.accept(delivery(`first-${number}`, number));
      await sleep(5);
    }
    await inbox.idle();
    expect(batches.reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(batches.length).toBeLessThan(5);
    now += 1_000;
    await inbox.accept(delivery("last", 12));
    await until(() => batches.reduce((sum, each) => sum + each, 0) === 13);
  });

  it("waits a moment for what may come with it", async () => {
    const { inbox, queued } = inboxWith();
    await inbox.start();
    await inbox.idle();
    // The start looks as well, a moment later.
    await sleep(100);
    const began = performance.now();
    await inbox.accept(delivery("a", 1));
    await until(() => queued.length > 0);
    // Timers may be a millisecond early.
    expect(performance.now() - began).toBeGreaterThan(14);
  });

  it("stores nothing of what hints at no work", async () => {
    const { inbox, queued } = inboxWith();
    await inbox.start();
    await inbox.accept(delivery("a"));
    await inbox.idle();
    expect(await rows()).toEqual([]);
    expect(queued).toEqual([]);
  });

  it("tries again what cannot be handled, then parks it with its reason, and hinders nobody", async () => {
    const { inbox, queued, failures } = inboxWith();
    await inbox.accept(broken("a"));
    await inbox.accept(delivery("b", 1));
    await inbox.start();
    for (let attempt = 1; attempt <= 5; attempt++) {
      await until(() => failures.length >= attempt);
      await inbox.idle();
      expect(await rows()).toMatchObject([
        { id: "a", attempts: attempt, reason: "The payload has no hints." },
        { id: "b", state: "handled" },
      ]);
      await sql`update delivery set due_at = now()`.execute(database.sql);
      await sql`select pg_notify('portcullis_inbox', '')`.execute(database.sql);
    }
    await inbox.idle();
    expect(failures.map(({ parked }) => parked)).toEqual([false, false, false, false, true]);
    expect(await rows()).toMatchObject([
      { id: "a", state: "parked", attempts: 5, jobs: null, payload: { text: "no hints" } },
      { id: "b" },
    ]);
    expect(queued).toEqual(["acme/shop#1"]);
  });

  it("parks what has another form at once, and says in words where it differs", async () => {
    const form = z.object({ action: z.string(), repository: z.object({ id: z.number() }) });
    const { inbox, failures } = inboxWith({
      jobsOf: ({ payload }) => (form.parse(payload), []),
    });
    await inbox.accept({ id: "a", event: "release", payload: { repository: { id: "7" } } });
    await inbox.accept({ id: "b", event: "release", payload: "none" });
    await inbox.start();
    await until(() => failures.length === 2);
    expect(failures.map(({ parked }) => parked)).toEqual([true, true]);
    const reasons = (await rows()).map(({ reason }) => reason);
    expect(reasons).toEqual([
      "Its form is not known to this version: action (Invalid input: expected string, received undefined), repository.id (Invalid input: expected number, received string).",
      "Its form is not known to this version: the payload (Invalid input: expected object, received string).",
    ]);
  });

  it("waits before it tries again", async () => {
    const { inbox, failures } = inboxWith();
    await inbox.accept(broken("a"));
    await inbox.start();
    await until(() => failures.length >= 1);
    await inbox.accept(delivery("b", 1));
    await inbox.idle();
    expect(failures).toHaveLength(1);
    expect(await rows()).toMatchObject([{ id: "a", state: "waiting", attempts: 1 }, { id: "b" }]);
  });

  it("says that it could not store, and stores what comes afterwards", async () => {
    const { inbox } = inboxWith();
    await sql`alter table delivery rename to away`.execute(database.sql);
    const lost = await Promise.allSettled([
      inbox.accept(delivery("a", 1)),
      inbox.accept(delivery("b", 1)),
    ]);
    await sql`alter table away rename to delivery`.execute(database.sql);
    expect(lost.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await inbox.accept(delivery("c", 1));
    expect((await rows()).map(({ id }) => id)).toEqual(["c"]);
  });

  it("keeps what could not be queued, and queues it later", async () => {
    let attempts = 0;
    const queued: string[] = [];
    const { inbox, troubles } = inboxWith({
      enqueue: (jobs) => {
        if (++attempts === 1) return Promise.reject(new Error("not now"));
        queued.push(...jobs.map(keyOf));
        return Promise.resolve();
      },
    });
    await inbox.accept(delivery("a", 1));
    await inbox.start();
    await until(() => troubles.length >= 1);
    expect(await rows()).toMatchObject([{ id: "a", state: "waiting", attempts: 0 }]);
    await until(() => queued.length >= 1);
    await inbox.idle();
    expect(await rows()).toMatchObject([{ id: "a", state: "handled", jobs: null }]);
  });

  it("stores whatever somebody wrote, and loses no other delivery for it", async () => {
    const { inbox, queued } = inboxWith();
    const odd = { hints: [1], text: "nul \u0000, half a character \ud83d, \\u0000 spelled out" };
    await Promise.all([
      inbox.accept({ id: "a", event: "pull_request", payload: odd }),
      inbox.accept(delivery("b", 2)),
    ]);
    await inbox.start();
    await inbox.idle();
    expect(queued.sort()).toEqual(["acme/shop#1", "acme/shop#2"]);
  });

  it("shares its deliveries with another process, each handled by one", async () => {
    const one = inboxWith();
    const other = inboxWith();
    await one.inbox.start();
    await other.inbox.start();
    const burst = Array.from({ length: 60 }, (_, number) => delivery(`id-${number}`, number));
    await Promise.all(burst.flatMap((each) => [one.inbox.accept(each), other.inbox.accept(each)]));
    await Promise.all([one.inbox.idle(), other.inbox.idle()]);
    const queued = [...one.queued, ...other.queued];
    expect(queued).toHaveLength(60);
    expect(new Set(queued).size).toBe(60);
  });

  it("forgets ids when GitHub cannot deliver them any more, and nothing that waits", async () => {
    const { inbox } = inboxWith();
    for (const each of [delivery("done-long-ago", 1), delivery("waits", 1)])
      await inbox.accept(each);
    await sql`update delivery set received_at = now() - interval '5 days'`.execute(database.sql);
    await inbox.accept(delivery("done", 1));
    await sql`update delivery set state = 'handled', jobs = null where id <> 'waits'`.execute(
      database.sql,
    );
    await inbox.forget();
    expect((await rows()).map(({ id }) => id)).toEqual(["done", "waits"]);
  });

  it("deletes what has been parked for a month, with what people wrote in it", async () => {
    const { inbox } = inboxWith();
    for (const id of ["a-month-ago", "a-week-ago"]) await inbox.accept(broken(id));
    await sql`
      update delivery set state = 'parked', received_at = now() - interval '1 day' *
        case id when 'a-month-ago' then 31 else 7 end`.execute(database.sql);
    await inbox.forget();
    expect((await rows()).map(({ id }) => id)).toEqual(["a-week-ago"]);
  });
});
