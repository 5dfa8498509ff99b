import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { Overtaken, type Turn } from "../../src/application/index.ts";
import type { Database } from "../../src/store/database/database.ts";
import { StoredTurns } from "../../src/store/turns.ts";
import { empty } from "../support/database.ts";
import { until } from "../support/until.ts";
import { DATABASES, gate } from "./support.ts";

describe.each(DATABASES)("turns on $name", ({ open }) => {
  let database: Database;
  let one: StoredTurns;
  let other: StoredTurns;
  beforeAll(async () => {
    database = await open();
    one = new StoredTurns(database);
    other = new StoredTurns(database);
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());

  const publications = () =>
    database.sql.selectFrom("publication").select("commit").orderBy("commit").execute();

  it("come in the order in which they were begun", async () => {
    const published: string[] = [];
    const publish = (what: string) => () => {
      published.push(what);
      return Promise.resolve(what);
    };
    const earlier = await one.begin();
    const later = await other.begin();
    expect(await earlier.publishing("acme/shop@a", publish("earlier"))).toBe("earlier");
    expect(await later.publishing("acme/shop@a", publish("later"))).toBe("later");
    // Of the same evaluation, several things are published.
    await later.publishing("acme/shop@a", publish("later again"));
    expect(published).toEqual(["earlier", "later", "later again"]);
  });

  it("overtake: what began earlier is not published any more, and at other commits it is", async () => {
    const earlier = await one.begin();
    const later = await other.begin();
    const published: string[] = [];
    await later.publishing("acme/shop@a", () => Promise.resolve());
    const late = earlier.publishing("acme/shop@a", () => Promise.resolve(published.push("a")));
    await expect(late).rejects.toThrow(Overtaken);
    await earlier.publishing("acme/shop@b", () => Promise.resolve(published.push("b")));
    expect(published).toEqual(["b"]);
  });

  it("go on soon after the database could not be told that one is over", async () => {
    const turn = await one.begin();
    const published = turn.publishing("acme/shop@a", async () => {
      await sql`alter table publication rename to away`.execute(database.sql);
      return "published";
    });
    expect(await published).toBe("published");
    await sql`alter table away rename to publication`.execute(database.sql);
    let isOver = false;
    const next = (await other.begin()).publishing("acme/shop@a", () => {
      isOver = true;
      return Promise.resolve();
    });
    await until(() => isOver, 20_000);
    await next;
  });

  it("are never two at a time for a commit", async () => {
    let publishing = 0;
    let most = 0;
    const turns: Turn[] = [];
    for (let at = 0; at < 8; at++) turns.push(await (at % 2 ? one : other).begin());
    const done = await Promise.allSettled(
      turns.map((turn) =>
        turn.publishing("acme/shop@a", async () => {
          most = Math.max(most, ++publishing);
          await sleep(15);
          publishing--;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(done.at(-1)?.status).toBe("fulfilled");
    for (const each of done) {
      if (each.status === "rejected") expect(each.reason).toBeInstanceOf(Overtaken);
    }
  });

  it("wait for who is publishing, and not at other commits", async () => {
    const { opened, open: release } = gate();
    const published: string[] = [];
    const slow = await one.begin();
    const next = await other.begin();
    const first = slow.publishing("acme/shop@a", async () => {
      await opened;
      published.push("slow");
    });
    await until(async () => (await publications()).length === 1);
    const second = next.publishing("acme/shop@a", () => Promise.resolve(published.push("next")));
    await next.publishing("acme/shop@b", () => Promise.resolve(published.push("elsewhere")));
    await sleep(150);
    expect(published).toEqual(["elsewhere"]);
    release();
    await Promise.all([first, second]);
    expect(published).toEqual(["elsewhere", "slow", "next"]);
  });

  it("end when publishing fails", async () => {
    const failing = (await one.begin()).publishing("acme/shop@a", () =>
      Promise.reject(new Error("GitHub is down")),
    );
    await expect(failing).rejects.toThrow("GitHub is down");
    const next = await other.begin();
    expect(await next.publishing("acme/shop@a", () => Promise.resolve("done"))).toBe("done");
  });

  it("end some time after who had them died", async () => {
    const { opened, open: release } = gate();
    const dead = (await one.begin()).publishing("acme/shop@a", () => opened);
    await until(async () => (await publications()).length === 1);
    const next = await other.begin();
    let published = false;
    const waiting = next.publishing("acme/shop@a", () => {
      published = true;
      return Promise.resolve();
    });
    const pass = (seconds: number) =>
      sql`update publication set leased_until = leased_until - ${seconds} * interval '1 second'`.execute(
        database.sql,
      );
    // No publication takes a minute and a half.
    await pass(90);
    await sleep(150);
    expect(published).toBe(false);
    await pass(60);
    await waiting;
    expect(published).toBe(true);
    release();
    await dead;
  });

  it("are not taken from the next by one that was taken for dead", async () => {
    const first = gate();
    const second = gate();
    const dead = (await one.begin()).publishing("acme/shop@a", () => first.opened);
    await until(async () => (await publications()).length === 1);
    await sql`update publication set leased_until = now() - interval '1 second'`.execute(
      database.sql,
    );
    let begun = false;
    const next = (await other.begin()).publishing("acme/shop@a", () => {
      begun = true;
      return second.opened;
    });
    await until(() => begun);
    first.open();
    await dead;
    let third = false;
    const last = (await one.begin()).publishing("acme/shop@a", () => {
      third = true;
      return Promise.resolve();
    });
    await sleep(150);
    expect(third).toBe(false);
    second.open();
    await Promise.all([next, last]);
    expect(third).toBe(true);
  });

  it("are forgotten a day later", async () => {
    await (await one.begin()).publishing("acme/shop@old", () => Promise.resolve());
    await sql`update publication set published_at = now() - interval '25 hours'`.execute(
      database.sql,
    );
    await (await one.begin()).publishing("acme/shop@new", () => Promise.resolve());
    await one.forget();
    expect(await publications()).toEqual([{ commit: "acme/shop@new" }]);
  });
});
