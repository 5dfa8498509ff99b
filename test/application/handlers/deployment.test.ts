import { EvidenceUnavailable, type Done, type Platform } from "../../../src/application/index.ts";
import { MemoryHeld } from "../../support/memory-held.ts";
import type { Edit } from "../../support/scenario.ts";
import { SHOP_POLICY } from "../../support/shop.ts";
import { done, HERE, SHIPPED, type World } from "./desk.ts";

const JOB = { ...HERE, kind: "deployment", runId: 5, environment: "production" } as const;

const WAITING = {
  runId: 5,
  environment: "production",
  commit: SHIPPED,
  since: "2026-11-20T11:00:00Z",
  attempt: 1,
};

const DAY_LATER = "2026-11-21T12:00:00Z";

/** Nobody is left who could approve for data protection: the DPO's review is taken out. */
const WITHOUT_DPO: Edit = { at: "/reviews/value/3", remove: true };

const policy = (more: string): Edit => ({ policyText: `${SHOP_POLICY}${more}\n` });

interface Given extends World {
  readonly waiting?: Partial<typeof WAITING> | { readonly commit: null } | null;
  readonly tags?: Awaited<ReturnType<Platform["tagsAt"]>>;
  readonly onAnswer?: Done;
}

/** Does the job, and tells what GitHub was answered: `approved`, `rejected`, or `held` for a report. */
async function answered({ waiting = {}, tags, onAnswer, ...world }: Given = {}) {
  const answers: { readonly state: string; readonly comment: string }[] = [];
  const outcome = await done(JOB, {
    ...world,
    platform: {
      waitingDeployment: () =>
        Promise.resolve(waiting === null ? null : ({ ...WAITING, ...waiting } as typeof WAITING)),
      tagsAt: () => Promise.resolve(tags ?? { status: "read", value: ["v1.4.0"] }),
      answerDeployment: (_repository, _deployment, { state = "held", comment }) => {
        answers.push({ state, comment });
        return Promise.resolve(onAnswer ?? { status: "done" });
      },
      ...world.platform,
    },
  });
  return { ...outcome, answers };
}

const unreachable = new EvidenceUnavailable("unreachable", "GitHub did not answer.");
const unread = { status: "unreadable", reason: "Contents: read is missing." } as const;

describe("a deployment", () => {
  it.each<[string, Given, string, string]>([
    ["of a release that passed", {}, "approved", "all 11 gates are open"],
    ["that waits for people", { edits: [WITHOUT_DPO] }, "held", "waiting for the DPO"],
    [
      "of a commit without a tag",
      { tags: { status: "read", value: [] } },
      "held",
      "no release tag points at this commit",
    ],
    [
      "of a commit with other tags",
      { tags: { status: "read", value: ["nightly"] } },
      "held",
      "Release tags look like `v*`",
    ],
    [
      "that is blocked, to be rejected",
      {
        tags: { status: "read", value: [] },
        edits: [policy("deployments: { when-blocked: reject }")],
      },
      "rejected",
      "Run the job again",
    ],
    [
      "that waits, where what is blocked is rejected",
      { edits: [policy("deployments: { when-blocked: reject }"), WITHOUT_DPO] },
      "held",
      "waiting for the DPO",
    ],
    ["of an unknown commit", { waiting: { commit: null } }, "held", "could not tell"],
    [
      "of an unknown commit, where only observed",
      { waiting: { commit: null }, edits: [policy("mode: observe")] },
      "approved",
      "It would hold: could not tell",
    ],
    [
      "to an environment that is no candidate",
      { waiting: { environment: "staging" } },
      "approved",
      "nothing is asked of this environment",
    ],
    [
      "to a candidate in another letter case",
      { waiting: { environment: "PRODUCTION" }, tags: { status: "read", value: [] } },
      "held",
      "no release tag",
    ],
    ["under a broken policy", { edits: [policy("gate: {}")] }, "held", "the policy cannot be used"],
    [
      "under no policy",
      { edits: [{ at: "/policies", set: [] }] },
      "held",
      "no policy of Portcullis",
    ],
    ["whose tags could not be read twice", { tags: unread, attempt: 2 }, "held", "could not tell"],
    [
      "of which nothing could be read twice",
      { failure: unreachable, attempt: 2 },
      "held",
      "could not tell: GitHub could not be reached",
    ],
    [
      "that was held for a week",
      { now: "2026-11-27T11:00:00Z", edits: [WITHOUT_DPO] },
      "rejected",
      "for 7d, and still not passed",
    ],
    [
      "that was held for as long as the policy says",
      { now: DAY_LATER, edits: [policy("deployments: { give-up-after: 1d }"), WITHOUT_DPO] },
      "rejected",
      "waiting for the DPO",
    ],
    [
      "that passes in the last moment",
      { now: DAY_LATER, edits: [policy("deployments: { give-up-after: 1d }")] },
      "approved",
      "all 11 gates are open",
    ],
    [
      "that nobody could tell about in the end",
      { now: "2026-11-27T11:00:00Z", failure: unreachable, attempt: 2 },
      "rejected",
      "could not be told",
    ],
  ])("%s", async (_, given, state, words) => {
    const { answers } = await answered(given);
    expect(answers).toEqual([{ state, comment: expect.stringContaining(words) as string }]);
  });

  it("is not spoken of for what could not be read once; it is tried again", async () => {
    for (const given of [{ failure: unreachable }, { tags: unread }]) {
      const { answers, failure } = await answered(given);
      expect(answers).toEqual([]);
      expect(failure).toBeInstanceOf(EvidenceUnavailable);
    }
  });

  it("is not spoken of while GitHub asks to wait, however long", async () => {
    const failure = new EvidenceUnavailable("rate-limited", "Wait.");
    const outcome = await answered({ failure, attempt: 9 });
    expect(outcome).toMatchObject({ answers: [], failure });
  });

  it("is told at once that few questions are left, and is not given up for that", async () => {
    const failure = new EvidenceUnavailable("near-limit", "Few.", { retryAfter: 600 });
    const { answers, ...outcome } = await answered({ failure });
    expect(outcome).toMatchObject({ failure });
    expect(answers).toEqual([
      {
        state: "held",
        comment: expect.stringContaining("waiting for GitHub’s hourly limit") as string,
      },
    ]);
    const late = await answered({ failure, now: "2026-11-27T11:00:00Z" });
    expect(late).toMatchObject({ answers: [], failure });
  });

  it("fails loudly on a bug of ours", async () => {
    const bug = new TypeError("a bug");
    expect(await answered({ failure: bug, attempt: 2 })).toMatchObject({
      answers: [],
      failure: bug,
    });
  });

  it("that does not wait any more is forgotten", async () => {
    const memory = new MemoryHeld();
    await memory.keep({ job: JOB, told: null });
    expect((await answered({ waiting: null, memory })).answers).toEqual([]);
    expect(await memory.get(JOB)).toBeNull();
  });

  it("may go out as the best of its tags", async () => {
    const value = ["v1.4.0", "v1.5.0"];
    const { asked, answers } = await answered({ tags: { status: "read", value } });
    expect(asked.map(({ release }) => release)).toEqual(value);
    expect(answers).toEqual([
      { state: "approved", comment: expect.stringContaining("`v1.4.0`") as string },
    ]);
  });

  it("of a commit is judged without a release, where the policy says so", async () => {
    const edits = [policy("deployments: { of: commit }")];
    const { asked } = await answered({ edits, tags: unread });
    expect(asked).toMatchObject([{ kind: "deployment", stage: "review", release: null }]);
  });
});

describe("what is said", () => {
  const held = { edits: [WITHOUT_DPO] };

  it("is said once, and again in another attempt of the run", async () => {
    const memory = new MemoryHeld();
    const said = async (attempt: number) =>
      (await answered({ ...held, memory, waiting: { attempt } })).answers.length;
    expect([await said(1), await said(1), await said(2), await said(2)]).toEqual([1, 0, 1, 0]);
  });

  it("is said five times at the most", async () => {
    const memory = new MemoryHeld();
    let reports = 0;
    for (let change = 0; change < 30; change += 1) {
      const tags = { status: "read", value: change % 2 === 0 ? [] : ["v1.4.0"] } as const;
      const { answers } = await answered({ ...held, memory, tags });
      expect(answers.every(({ comment }) => comment.length <= 1_024)).toBe(true);
      reports += answers.length;
    }
    expect(reports).toBe(5);
  });

  it("ends with the answer", async () => {
    const memory = new MemoryHeld();
    expect((await answered({ memory })).answers).toHaveLength(1);
    expect((await answered({ ...held, memory })).answers).toEqual([]);
    expect((await answered({ ...held, memory, waiting: { attempt: 2 } })).answers).toHaveLength(1);
  });

  it("is looked at again in half an hour, or when its time is over", async () => {
    const { queued } = await answered(held);
    expect(queued).toEqual([{ ...JOB, notBefore: "2026-11-20T12:30:00.000Z" }]);
    const edits = [policy("deployments: { give-up-after: 70m }"), WITHOUT_DPO];
    expect((await answered({ edits })).queued).toMatchObject([
      { notBefore: "2026-11-20T12:10:00.000Z" },
    ]);
  });

  it("is looked at again sooner where time alone changes the decision sooner", async () => {
    const waiting = { since: "2027-01-16T23:00:00Z" };
    const { queued, answers } = await answered({ ...held, waiting, now: "2027-01-16T23:50:00Z" });
    expect(answers).toMatchObject([{ state: "held" }]);
    expect(queued).toEqual([{ ...JOB, notBefore: "2027-01-17T00:00:00.000Z" }]);
  });

  it("is said later where GitHub refuses it, and does not count", async () => {
    const memory = new MemoryHeld();
    const refused = { status: "refused", why: "Resource not accessible by integration" } as const;
    const first = await answered({ ...held, memory, onAnswer: refused });
    expect(first).toMatchObject({ failure: null, warnings: ["GitHub refused the report"] });
    expect((await memory.get(JOB))?.told).toMatchObject({ reports: 0, said: null });
    expect((await answered({ ...held, memory })).answers).toHaveLength(1);
  });

  it("for good is tried again where GitHub refuses it", async () => {
    const refused = { status: "refused", why: "Resource not accessible by integration" } as const;
    const memory = new MemoryHeld();
    const { failure } = await answered({ memory, onAnswer: refused });
    expect(failure).toMatchObject({ code: "forbidden", message: refused.why });
    expect((await memory.get(JOB))?.told?.answered).not.toBe(true);
  });

  it("is forgotten where it turns out that nothing waits any more", async () => {
    const memory = new MemoryHeld();
    await answered({ ...held, memory, onAnswer: { status: "gone" } });
    expect(await memory.get(JOB)).toBeNull();
  });
});
