import { EvidenceUnavailable, type MergeGroup } from "../../../src/application/index.ts";
import { MemoryHeld } from "../../support/memory-held.ts";
import type { Edit } from "../../support/scenario.ts";
import { done, HERE, SHIPPED, type World } from "./desk.ts";

const JOB = { ...HERE, kind: "merge-group", branch: "main", head: SHIPPED } as const;

const members = (...value: readonly number[]): MergeGroup => ({
  head: SHIPPED,
  members: { status: "read", value },
});

const WITHOUT_DPO: Edit = { at: "/reviews/value/3", remove: true };
const OTHER_TREE: Edit = { at: "/candidate/tree", set: "8".repeat(40) };
const NO_LABEL: Edit = { at: "/candidate/pullRequest/labels", set: [] };
const NO_PULL_REQUEST: Edit = { at: "/candidate/pullRequest", set: null };
const MERGED: Edit = { at: "/candidate/pullRequest/state", set: "merged" };

async function decided(groups: readonly MergeGroup[] | Error, world: World = {}) {
  const outcome = await done(JOB, {
    ...world,
    platform: {
      mergeGroups: () =>
        groups instanceof Error ? Promise.reject(groups) : Promise.resolve(groups),
      ...world.platform,
    },
  });
  const checks = outcome.published.flatMap((publication) => publication.checks);
  return { ...outcome, check: checks.find(({ name }) => name === "portcullis") ?? null };
}

const forbidden = new EvidenceUnavailable("forbidden", "Grant Merge queues: read.");

describe("a merge group", () => {
  it.each<[string, MergeGroup, World, string, string]>([
    ["whose member passed", members(7), {}, "success", "Passed: all 11 gates are open"],
    [
      "whose member waits",
      members(7),
      { edits: [WITHOUT_DPO] },
      "action_required",
      "Waiting for the DPO",
    ],
    [
      "whose files are not what was approved",
      members(7),
      { edits: [OTHER_TREE] },
      "action_required",
      "Waiting",
    ],
    ["whose member is no release", members(7), { edits: [NO_LABEL] }, "success", "Not a release"],
    ["whose member is merged meanwhile", members(7), { edits: [MERGED] }, "success", "Passed"],
    [
      "whose member waits, and is merged meanwhile",
      members(7),
      { edits: [MERGED, WITHOUT_DPO] },
      "action_required",
      "Waiting",
    ],
  ])("%s", async (_, group, world, conclusion, title) => {
    const { check, published } = await decided([group], world);
    expect(published).toMatchObject([{ commit: SHIPPED, pullRequest: null }]);
    expect(check?.conclusion).toBe(conclusion);
    expect(check?.title).toContain(title);
  });

  it("asks for every member, at the commit of the group", async () => {
    const { asked } = await decided([members(7, 8)]);
    expect(asked).toMatchObject([
      { member: 7, commit: SHIPPED, kind: "merge-group", stage: "review" },
      { member: 8, commit: SHIPPED, kind: "merge-group", stage: "review" },
    ]);
  });

  it.each<[string, readonly MergeGroup[] | Error, World]>([
    ["a member's pull request cannot be read", [members(7)], { edits: [NO_PULL_REQUEST] }],
    [
      "its members cannot be told",
      [{ head: SHIPPED, members: { status: "unreadable", reason: "?" } }],
      {},
    ],
    ["the queue cannot be read", forbidden, {}],
    ["the queue does not show it", [], {}],
  ])("is never green where %s, and is tried again", async (_, groups, world) => {
    const first = await decided(groups, world);
    expect(first).toMatchObject({ check: null, failure: expect.any(EvidenceUnavailable) as Error });
    const second = await decided(groups, { ...world, attempt: 2 });
    expect(second.check?.conclusion).toBe("failure");
    expect(second.check?.title).toMatch(/^Could not tell/);
    expect(second.failure).toBeInstanceOf(EvidenceUnavailable);
  });

  it("that the queue still does not show is let go", async () => {
    expect(await decided([], { attempt: 3 })).toMatchObject({ failure: null, published: [] });
  });

  it("that was held, and is not in the queue any more, is let go at once", async () => {
    const memory = new MemoryHeld();
    await memory.keep({ job: JOB, told: null });
    expect(await decided([], { memory })).toMatchObject({ failure: null, published: [] });
    expect(await memory.get(JOB)).toBeNull();
  });

  it("that was decided, and is not in the queue any more, stays as it was", async () => {
    const published = [
      {
        id: "1",
        name: "portcullis",
        completed: true,
        conclusion: "success",
        externalId: null,
        remembers: null,
      },
    ];
    const outcome = await decided([], { published });
    expect(outcome).toMatchObject({ failure: null, published: [] });
  });

  it("is held, to be looked at again with everything that happens", async () => {
    const memory = new MemoryHeld();
    await decided([members(7)], { memory });
    expect(await memory.of(HERE)).toEqual([JOB]);
  });

  it.each<[string, World]>([
    ["passed", {}],
    ["waits", { edits: [WITHOUT_DPO] }],
  ])("that %s is looked at again when time alone changes what was decided", async (_, world) => {
    const { queued } = await decided([members(7)], world);
    expect(queued).toEqual([{ ...JOB, notBefore: "2027-01-17T00:00:00Z" }]);
  });

  it("without a release changes with no date", async () => {
    expect((await decided([members(7)], { edits: [NO_LABEL] })).queued).toEqual([]);
  });

  it("is nobody's concern without a policy", async () => {
    const outcome = await decided([members(7)], { edits: [{ at: "/policies", set: [] }] });
    expect(outcome).toMatchObject({ failure: null, published: [], asked: [] });
  });
});
