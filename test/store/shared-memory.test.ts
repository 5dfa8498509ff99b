import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import type { DeploymentJob, Outdated, TagJob, Told } from "../../src/application/index.ts";
import { Broadcast } from "../../src/store/broadcast.ts";
import type { Database } from "../../src/store/database/database.ts";
import { StoredHeld } from "../../src/store/held.ts";
import { Pauses } from "../../src/store/pauses.ts";
import { empty } from "../support/database.ts";
import { until } from "../support/until.ts";
import { DATABASES } from "./support.ts";

describe.each(DATABASES)("what processes share on $name", ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());

  describe("pauses", () => {
    it("hold for one installation, in every process", async () => {
      const one = new Pauses(database);
      const other = new Pauses(database);
      await one.pause(1, 60_000);
      for (const pauses of [one, other]) {
        const left = await pauses.left(1);
        expect(left).toBeGreaterThan(55_000);
        expect(left).toBeLessThanOrEqual(60_000);
        expect(await pauses.left(2)).toBe(0);
      }
    });

    it("hold at once where they were made, although it was asked before", async () => {
      const pauses = new Pauses(database);
      expect(await pauses.left(1)).toBe(0);
      await pauses.pause(1, 60_000);
      expect(await pauses.left(1)).toBeGreaterThan(0);
    });

    it("are heard of elsewhere within moments", async () => {
      const other = new Pauses(database);
      expect(await other.left(1)).toBe(0);
      await new Pauses(database).pause(1, 60_000);
      await until(async () => (await other.left(1)) > 0, 3_000);
    });

    it("are not shortened by a shorter one", async () => {
      const pauses = new Pauses(database);
      await pauses.pause(1, 60_000);
      await pauses.pause(1, 1_000);
      expect(await pauses.left(1)).toBeGreaterThan(55_000);
      await pauses.pause(1, 120_000);
      expect(await pauses.left(1)).toBeGreaterThan(115_000);
    });

    it("end", async () => {
      const pauses = new Pauses(database);
      await pauses.pause(1, 60_000);
      expect(await pauses.left(1)).toBeGreaterThan(0);
      await sql`update pause set until = now()`.execute(database.sql);
      await until(async () => (await pauses.left(1)) === 0);
      expect(await new Pauses(database).left(1)).toBe(0);
    });

    it("are nobody's where no installation is concerned", async () => {
      const pauses = new Pauses(database);
      await pauses.pause(null, 60_000);
      expect(await pauses.left(null)).toBe(0);
      const { rows } = await sql`select * from pause`.execute(database.sql);
      expect(rows).toEqual([]);
    });
  });

  describe("what is held", () => {
    const deployment = (runId: number, repository = "Acme/Shop"): DeploymentJob => ({
      kind: "deployment",
      installationId: 1,
      repository,
      runId,
      environment: "Production",
    });
    const told: Told = { attempt: 1, reports: 2, said: "It waits.", answered: false };
    const tag: TagJob = {
      kind: "tag",
      installationId: 1,
      repository: "acme/shop",
      tag: "v1",
      again: false,
      movedFrom: null,
    };

    it("is there in every process, with what was told last", async () => {
      const held = new StoredHeld(database);
      expect(await held.get(deployment(1))).toBeNull();
      await held.keep({ job: deployment(1), told: null });
      expect(await held.get(deployment(1))).toEqual({ job: deployment(1), told: null });
      await held.keep({ job: deployment(1), told });
      expect(await new StoredHeld(database).get(deployment(1))).toEqual({
        job: deployment(1),
        told,
      });
      expect(await held.get(deployment(2))).toBeNull();
    });

    it("is found by its repository, however that is written", async () => {
      const held = new StoredHeld(database);
      for (const job of [deployment(1), tag, deployment(3, "acme/shop-two")]) {
        await held.keep({ job, told: null });
      }
      const found = await held.of({ installationId: 1, repository: "ACME/shop" });
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([deployment(1), tag]));
      await held.release(deployment(1));
      // The App was installed anew since.
      const now = { installationId: 2 };
      expect(await held.of({ ...now, repository: "acme/shop" })).toEqual([{ ...tag, ...now }]);
      expect(await held.of({ ...now, repository: "acme/shop-two" })).toEqual([
        { ...deployment(3, "acme/shop-two"), ...now },
      ]);
    });
  });

  describe("what does not hold any more", () => {
    it("is forgotten here at once, and in other processes within moments", async () => {
      const heard: Record<"one" | "other", Outdated[]> = { one: [], other: [] };
      const broadcast = (which: "one" | "other") =>
        new Broadcast(database, (outdated) => {
          if (outdated !== null) heard[which].push(outdated);
        });
      const one = broadcast("one");
      const other = broadcast("other");
      await Promise.all([one.start(), other.start()]);
      const people: Outdated = { installationId: 1, what: { people: true } };
      const scrutiny: Outdated = { installationId: 2, what: { scrutinyOf: "acme/shop" } };
      const telling = one.forget(people);
      expect(heard.one).toEqual([people]);
      await telling;
      await one.forget(scrutiny);
      await until(() => heard.other.length === 2, 3_000);
      expect(heard.other).toEqual([people, scrutiny]);
      await Promise.all([one.close(), other.close()]);
      await one.forget(people);
      await sleep(50);
      expect(heard.other).toHaveLength(2);
    });
  });
});
