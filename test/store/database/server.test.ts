import { sql } from "kysely";
import { EventEmitter } from "node:events";
import type { Client } from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import type { Job, Outdated } from "../../../src/application/index.ts";
import { Broadcast } from "../../../src/store/broadcast.ts";
import { CHANNELS, type Database } from "../../../src/store/database/database.ts";
import { Notifications } from "../../../src/store/database/notifications.ts";
import { openServer } from "../../../src/store/database/server.ts";
import { PostgresServer, type End } from "../../support/postgres.ts";
import { delivery, gate, pullRequest, startWorker, type Worker } from "../support.ts";
import { until } from "../../support/until.ts";
import { layWire } from "../../support/wire.ts";

const ENDS: readonly End[] = ["fast", "immediate", "killed"];

describe("PostgreSQL", () => {
  let server: PostgresServer;
  let url: string;
  const databases: Database[] = [];
  const workers: Worker[] = [];
  beforeAll(async () => {
    server = await PostgresServer.begin();
  });
  beforeEach(async () => {
    url = await server.database();
  });
  afterEach(async () => {
    await server.start();
    for (const { store } of workers.splice(0)) await store.close(100);
    for (const database of databases.splice(0)) await database.close();
  });
  afterAll(() => server.close());

  /** As a process opens it. */
  const open = (address = url) => {
    const database = openServer(address, () => undefined);
    databases.push(database);
    return database;
  };
  const worker = async (work?: (job: Job) => Promise<unknown>, address = url) => {
    const started = await startWorker(open(address), work);
    workers.push(started);
    return started;
  };
  const restart = async (end: End) => {
    await server.stop(end);
    await server.start();
  };

  it.each(ENDS)("may end and start again (%s): nothing is lost, work goes on", async (end) => {
    const { opened, open: release } = gate();
    const { store, runs } = await worker((job) =>
      job.kind === "pull-request" && job.ref.number === 1 ? opened : Promise.resolve(),
    );
    const { inbox, queue } = store;
    await queue.add(pullRequest(1));
    await until(() => runs.length >= 1);
    await queue.add(pullRequest(1, { again: true }));
    await queue.add(pullRequest(2), new Date(Date.now() + 2_000).toISOString());
    await inbox.accept(delivery("a", 3));
    await server.stop(end);
    expect(await store.isReachable()).toBe(false);
    await expect(inbox.accept(delivery("b", 4))).rejects.toThrow();
    // What runs ends while there is nowhere to say so.
    release();
    await sleep(500);
    await server.start();
    await until(() => store.isReachable());
    await inbox.accept(delivery("b", 4));
    const isAllDone = () =>
      new Set(runs.map(({ key }) => key)).size === 4 && runs.some(({ again }) => again);
    // Sooner than others would find a job of a dead process.
    await until(isAllDone, 8_000);
    await until(async () => {
      const { rows } = await sql`select id from pgboss.job`.execute(open().sql);
      return rows.length === 0;
    });
    expect(await store.queue.waiting(pullRequest(1))).toBeNull();
  });

  it("tells again of work, and of what is to be read anew, after connections broke", async () => {
    const { store, runs } = await worker();
    const heard: (Outdated | null)[] = [];
    const broadcast = new Broadcast(open(), (outdated) => heard.push(outdated));
    await broadcast.start();
    expect(heard).toEqual([null]);
    await restart("immediate");
    await until(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where query like 'listen%'`.execute(open().sql);
      return rows.length === 2;
    });
    await until(() => store.isReachable());
    await store.idle();
    const outdated = { installationId: 1, what: { people: true } } as const;
    await new Broadcast(open(), () => undefined).forget(outdated);
    await store.queue.add(pullRequest(1));
    // Those who only look now and then would need five seconds.
    await until(() => runs.length >= 1 && heard.length >= 3, 2_000);
    expect(runs).toHaveLength(1);
    // It forgets all it remembered, as it may have missed what to forget.
    expect(heard).toEqual([null, null, outdated]);
    await broadcast.close();
  });

  it("has a process forget all it remembers where it is told what it does not understand", async () => {
    const heard: (Outdated | null)[] = [];
    const database = open();
    const broadcast = new Broadcast(database, (outdated) => heard.push(outdated));
    await broadcast.start();
    // As a later version may say it, while processes are replaced one after the other.
    for (const said of ['{"installationId":1,"what":{"labels":true}}', "labels"])
      await sql`select pg_notify('portcullis_forget', ${said})`.execute(database.sql);
    await until(() => heard.length >= 3, 2_000);
    expect(heard).toEqual([null, null, null]);
    await broadcast.close();
  });

  it("hears every channel on one connection, for as long as somebody listens", async () => {
    const database = open();
    const listening = () =>
      sql`select 1 from pg_stat_activity
        where query like 'listen%' and datname = current_database()`
        .execute(database.sql)
        .then(({ rows }) => rows.length);
    const heard: string[] = [];
    const ears = await Promise.all(
      CHANNELS.map((channel) =>
        database.listen(channel, (payload) => heard.push(`${channel} ${payload}`)),
      ),
    );
    expect(heard).toEqual(CHANNELS.map((channel) => `${channel} `));
    expect(await listening()).toBe(1);
    await ears[0]?.close();
    for (const channel of CHANNELS)
      await sql`select pg_notify(${channel}, 'now')`.execute(database.sql);
    await until(() => heard.length >= 5, 2_000);
    expect(heard.slice(3)).toEqual(["portcullis_work now", "portcullis_forget now"]);
    await Promise.all(ears.map((ear) => ear.close()));
    await until(async () => (await listening()) === 0, 2_000);
    // Whoever listens again is heard again.
    const again = await database.listen("portcullis_inbox", (payload) => heard.push(payload));
    await sql`select pg_notify('portcullis_inbox', 'again')`.execute(database.sql);
    await until(() => heard.includes("again"), 2_000);
    await again.close();
  });

  it("is reached anew where all connections fell silent, and nobody said that they ended", async () => {
    const wire = await layWire(url);
    const { store, runs } = await worker(undefined, wire.url);
    await store.inbox.accept(delivery("a", 1));
    await store.idle();
    wire.forget();
    // GitHub is told after eight seconds that it could not be stored, and asked for it again.
    await store.inbox.accept(delivery("b", 2)).catch(() => undefined);
    await until(
      () =>
        store.inbox.accept(delivery("c", 3)).then(
          () => true,
          () => false,
        ),
      90_000,
    );
    await until(() => runs.some(({ key }) => key === "acme/shop#3"), 90_000);
    wire.cut();
  });

  it("is left alone by a connection on which it refuses to be listened to", async () => {
    const ends: number[] = [];
    let made = 0;
    const refusing = () => {
      const number = ++made;
      return Object.assign(new EventEmitter(), {
        connect: () => Promise.resolve(),
        query: () => Promise.reject(new Error("cannot execute LISTEN during recovery")),
        end: () => Promise.resolve(ends.push(number)),
      }) as unknown as Client;
    };
    const notifications = new Notifications(refusing, () => undefined);
    const listening = await notifications.listen("portcullis_work", () => undefined);
    await until(() => made >= 2, 5_000);
    expect(ends).toContain(1);
    await listening.close();
  });

  it("may end in the middle of a transaction: that fails, and the process lives", async () => {
    const database = open();
    const cut = database.sql.transaction().execute(async (trx) => {
      await sql`insert into pause values (1, now())`.execute(trx);
      await server.stop("immediate");
      await sleep(200);
      await sql`insert into pause values (2, now())`.execute(trx);
    });
    await expect(cut).rejects.toThrow();
    await server.start();
    const { rows } = await sql`select * from pause`.execute(database.sql);
    expect(rows).toEqual([]);
  });

  it("may be away while a process stops", async () => {
    const { opened, open: release } = gate();
    const { store, runs } = await worker(() => opened);
    await store.queue.add(pullRequest(1));
    await until(() => runs.length >= 1);
    await server.stop("fast");
    let hasStopped = false;
    void workers
      .pop()
      ?.store.close(100)
      .then(() => (hasStopped = true));
    await until(() => hasStopped, 8_000);
    release();
  });

  it("gets its tables from several processes that start at once, once", async () => {
    const bare = await server.database({ migrated: false });
    const started = await Promise.all([1, 2, 3].map(() => worker(undefined, bare)));
    await started[0]?.store.inbox.accept(delivery("a", 1, 2, 3));
    await until(() => started.flatMap(({ runs }) => runs).length === 3);
    expect(started.flatMap(({ troubles }) => troubles)).toEqual([]);
  });
});
