import {
  EvidenceUnavailable,
  mergeJobs,
  type Deliveries,
  type DeliveryAttempt,
  type Job,
} from "../../../src/application/index.ts";
import { SHOP_AT } from "../../support/shop.ts";
import { done } from "./desk.ts";

const NOW = Date.parse(SHOP_AT);
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const failed = (guid: string, minutes: number, id = `${guid}@${minutes}`): DeliveryAttempt => ({
  id,
  guid,
  at: ago(minutes),
  succeeded: false,
});
const taken = (guid: string, minutes: number) => ({ ...failed(guid, minutes), succeeded: true });

/** A GitHub that tried to deliver this, newest first. */
function github(attempts: readonly DeliveryAttempt[], over: Partial<Deliveries> = {}) {
  const [asked, looked]: [string[], string[]] = [[], []];
  const deliveries: Deliveries = {
    attemptsSince: (since) => {
      looked.push(since);
      return Promise.resolve({ attempts, whole: true });
    },
    deliverAgain: (id) => {
      asked.push(id);
      return Promise.resolve({ status: "done" });
    },
    ...over,
  };
  return { deliveries, asked, looked };
}

const job: Extract<Job, { kind: "deliveries" }> = { kind: "deliveries", since: ago(60) };

describe("what GitHub could not deliver", () => {
  it("is asked for again, what waits longest first", async () => {
    const { deliveries, asked } = github([failed("b", 3), taken("c", 4), failed("a", 5)]);
    await done(job, { deliveries });
    expect(asked).toEqual(["a@5", "b@3"]);
  });

  it("is not asked for where any attempt succeeded", async () => {
    const { deliveries, asked } = github([failed("a", 1), taken("a", 20), failed("a", 30)]);
    await done(job, { deliveries });
    expect(asked).toEqual([]);
  });

  it.each([
    [1, 0, true],
    [2, 9, false],
    [2, 10, true],
    [3, 19, false],
    [3, 20, true],
    [9, 1_279, false],
    [9, 1_280, true],
    [10, 4_000, false],
  ])("after %i attempts, the last %i minutes ago: %p", async (attempts, minutes, isAsked) => {
    const all = Array.from({ length: attempts }, (_, index) => failed("a", minutes + index));
    const { deliveries, asked } = github(all);
    await done(job, { deliveries });
    expect(asked).toEqual(isAsked ? [`a@${minutes}`] : []);
  });

  it("is asked for fifty at a time, and the rest a minute later", async () => {
    const all = Array.from({ length: 51 }, (_, index) => failed(`guid-${index}`, 5));
    const { deliveries, asked } = github(all);
    const { queued } = await done(job, { deliveries });
    expect(asked).toHaveLength(50);
    expect(queued).toMatchObject([{ kind: "deliveries", notBefore: ago(-1) }]);
    const fewer = github(all.slice(1));
    expect((await done(job, fewer)).queued).toMatchObject([{ notBefore: ago(-5) }]);
  });

  it("may be gone, or refused: the others are asked for all the same", async () => {
    for (const answer of [{ status: "gone" }, { status: "refused", why: "No." }] as const) {
      const asked: string[] = [];
      const { deliveries } = github([failed("b", 3), failed("a", 5)], {
        deliverAgain: (id) => {
          asked.push(id);
          return Promise.resolve(answer);
        },
      });
      const { warnings, failure } = await done(job, { deliveries });
      expect({ asked, failure, warnings: warnings.length }).toEqual({
        asked: ["a@5", "b@3"],
        failure: null,
        warnings: 2,
      });
    }
  });

  it("is not asked for again once it is gone or refused, so that the younger have their turn", async () => {
    const old = Array.from({ length: 50 }, (_, index) => failed(`old-${index}`, 40));
    for (const answer of [{ status: "gone" }, { status: "refused", why: "No." }] as const) {
      const asked: string[] = [];
      const { deliveries } = github([failed("young", 30), failed("younger", 20), ...old], {
        deliverAgain: (id) => {
          asked.push(id);
          return Promise.resolve(id.startsWith("old") ? answer : { status: "done" });
        },
      });
      const [first] = (await done(job, { deliveries })).queued;
      expect(first).toMatchObject({ since: ago(30), refused: old.map(({ id }) => id) });
      asked.length = 0;
      const { warnings, queued } = await done(first ?? job, { deliveries });
      expect({ asked, warnings }).toEqual({ asked: ["young@30", "younger@20"], warnings: [] });
      expect(queued).toMatchObject([{ notBefore: ago(-5) }]);
    }
  });

  it("has its turn before what was delivered again in vain", async () => {
    const tried = Array.from({ length: 50 }, (_, index) => failed(`old-${index}`, 15));
    const before = tried.map(({ guid }) => failed(guid, 40));
    const { deliveries, asked } = github([failed("young", 5), ...tried, ...before]);
    await done(job, { deliveries });
    expect(asked).toEqual(["young@5", ...tried.slice(0, 49).map(({ id }) => id)]);
  });

  it("has its turn after the others where it could not be asked for, those longest ago first", async () => {
    const old = Array.from({ length: 51 }, (_, index) => failed(`old-${index}`, 40));
    const asked: string[] = [];
    const { deliveries } = github([failed("young", 30), ...old], {
      deliverAgain: (id) => {
        asked.push(id);
        return id === "young@30"
          ? Promise.resolve({ status: "done" })
          : Promise.reject(new EvidenceUnavailable("unexpected-answer", "No."));
      },
    });
    const [first] = (await done(job, { deliveries })).queued;
    const ids = old.map(({ id }) => id);
    expect(asked).toEqual(ids.slice(0, 50));
    expect(first).toMatchObject({ since: ago(40), failed: asked, notBefore: ago(-1) });
    asked.length = 0;
    const [second] = (await done(first ?? job, { deliveries })).queued;
    expect(asked).toEqual([ids[50], "young@30", ...ids.slice(0, 48)]);
    const order = [ids[48], ids[49], ids[50], "young@30", ...ids.slice(0, 48)];
    expect(second).toMatchObject({ failed: order });
  });

  it("has its turn before what GitHub was asked for, and did not try to deliver", async () => {
    const old = Array.from({ length: 51 }, (_, index) => failed(`old-${index}`, 40));
    const { deliveries, asked } = github([failed("young", 30), ...old]);
    const [first] = (await done(job, { deliveries })).queued;
    asked.length = 0;
    await done(first ?? job, { deliveries });
    const ids = old.map(({ id }) => id);
    expect(asked).toEqual([ids[50], "young@30", ...ids.slice(0, 48)]);
  });

  it("is asked for where GitHub refused an earlier attempt, and somebody made a later one", async () => {
    const { deliveries, asked } = github([failed("a", 15), failed("a", 30)]);
    await done({ ...job, refused: ["a@30"] }, { deliveries });
    expect(asked).toEqual(["a@15"]);
  });

  it("that was refused is forgotten once it is older than what is looked at", async () => {
    const { deliveries } = github([failed("a", 5)]);
    const { queued } = await done({ ...job, refused: ["a@5", "gone@70"] }, { deliveries });
    expect(queued).toMatchObject([{ since: ago(2), refused: ["a@5"] }]);
  });

  it.each(["unreachable", "unexpected-answer"] as const)(
    "is asked for again at the next look where the answer is %s, and the others at once",
    async (code) => {
      const asked: string[] = [];
      const { deliveries } = github([failed("b", 3), failed("a", 5)], {
        deliverAgain: (id) => {
          asked.push(id);
          return id === "a@5"
            ? Promise.reject(new EvidenceUnavailable(code, "No."))
            : Promise.resolve({ status: "done" });
        },
      });
      const { failure, queued, warnings } = await done(job, { deliveries });
      expect({ asked, failure, warnings: warnings.length }).toEqual({
        asked: ["a@5", "b@3"],
        failure: null,
        warnings: 1,
      });
      expect(queued).toEqual([
        { kind: "deliveries", since: ago(5), failed: ["a@5", "b@3"], notBefore: ago(-5) },
      ]);
    },
  );
});

describe("the next look at GitHub's deliveries", () => {
  const next = async (attempts: readonly DeliveryAttempt[], since: string | null = ago(60)) => {
    const { deliveries, looked } = github(attempts);
    const { queued } = await done({ kind: "deliveries", since }, { deliveries });
    return { queued, looked };
  };

  it("comes in five minutes, and begins where everything before is settled", async () => {
    const { queued, looked } = await next([taken("a", 50)]);
    expect(looked).toEqual([ago(60)]);
    expect(queued).toEqual([{ kind: "deliveries", since: ago(2), notBefore: ago(-5) }]);
  });

  it("begins with the first attempt of what is not delivered yet", async () => {
    const { queued } = await next([failed("a", 7), taken("b", 20), failed("a", 30)]);
    expect(queued).toMatchObject([{ since: ago(30) }]);
  });

  it("waits for nothing that was given up", async () => {
    const all = Array.from({ length: 10 }, (_, index) => failed("a", 10 + index));
    expect((await next(all)).queued).toMatchObject([{ since: ago(2) }]);
  });

  it("goes back three days at the most, also where nobody knows how far it was looked", async () => {
    const threeDays = ago(3 * 24 * 60);
    expect((await next([], null)).looked).toEqual([threeDays]);
    expect((await next([], ago(5 * 24 * 60))).looked).toEqual([threeDays]);
  });

  it("is not forgotten where GitHub cannot be asked: the queue tries again", async () => {
    const unreachable = new EvidenceUnavailable("unreachable", "No.");
    const over = { attemptsSince: () => Promise.reject(unreachable) };
    const { failure, queued } = await done(job, github([], over));
    expect({ failure, queued }).toEqual({ failure: unreachable, queued: [] });
    for (const all of [
      new EvidenceUnavailable("rate-limited", "Wait."),
      new EvidenceUnavailable("forbidden", "No."),
      new TypeError("a bug"),
    ]) {
      const refusing = { deliverAgain: () => Promise.reject(all) };
      expect((await done(job, github([failed("a", 5)], refusing))).failure).toBe(all);
    }
  });

  it("says where there was more than could be looked at", async () => {
    const over = { attemptsSince: () => Promise.resolve({ attempts: [], whole: false }) };
    expect((await done(job, github([], over))).warnings).toHaveLength(1);
  });

  it("of a process that starts begins where the one before it ended", () => {
    const started = { kind: "deliveries", since: null } as const;
    expect(mergeJobs(job, started)).toEqual(job);
    expect(mergeJobs(started, job)).toEqual(job);
    expect(mergeJobs(started, started)).toEqual(started);
    expect(mergeJobs(job, { ...job, since: ago(5) })).toEqual(job);
  });

  it("knows of what it could not ask, but not without end", () => {
    const failing = (...ids: readonly string[]) => ({ ...job, failed: ids });
    expect(mergeJobs(failing("a", "b"), failing("b", "c"))).toEqual(failing("a", "b", "c"));
    expect(mergeJobs(job, failing("a"))).toEqual(failing("a"));
    const many = Array.from({ length: 1_001 }, (_, index) => `${index}`);
    expect(mergeJobs(job, failing(...many))).toEqual(failing(...many.slice(1)));
  });

  it("knows all that GitHub refused, but not without end", () => {
    const refused = (...ids: readonly string[]) => ({ ...job, refused: ids });
    expect(mergeJobs(refused("a", "b"), refused("b", "c"))).toEqual(refused("a", "b", "c"));
    expect(mergeJobs(refused("a"), job)).toEqual(refused("a"));
    expect(mergeJobs(job, refused("a"))).toEqual(refused("a"));
    const many = Array.from({ length: 1_001 }, (_, index) => `${index}`);
    expect(mergeJobs(job, refused(...many))).toEqual(refused(...many.slice(1)));
  });
});
