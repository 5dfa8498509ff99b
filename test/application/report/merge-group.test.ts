import { checkRuns, notARelease, type Report } from "../../../src/application/report/index.ts";
import type { Decision } from "../../../src/domain/index.ts";
import { BLOCKED, PASSED, report } from "./fixtures.ts";

const inGroup = (of: Decision, parts: Partial<Report> = {}): Report =>
  report(
    { ...of, candidate: { ...of.candidate, kind: "merge-group" } },
    { pullRequest: null, ...parts },
  );
const aggregate = (given: Report) => checkRuns(given)[0]!;
const lines = (given: Report) =>
  aggregate(given)
    .summary.split("\n")
    .filter((line) => line.startsWith("- [Pull request"))
    .map((line) => line.replace(/\(.*\)/, ""));

describe("a merge group", () => {
  it("has one line a member, by number", () => {
    const others = [
      { number: 12, outcome: "passed" as const },
      { number: 7, outcome: "blocked" as const },
    ];
    expect(lines(inGroup(BLOCKED, { others, notReleases: [3] }))).toEqual([
      "- [Pull request 3]: not a release",
      "- [Pull request 7]: ⛔ Blocked, shown below",
      "- [Pull request 12]: ✅ Passed",
    ]);
  });

  it("has the one line where there is one member", () => {
    expect(lines(inGroup(PASSED))).toEqual(["- [Pull request 7]: ✅ Passed"]);
  });

  it.each([
    ["passed", "success"],
    ["waiting", "action_required"],
    ["unknown", "failure"],
    ["blocked", "failure"],
  ] as const)("gets through only with all of them: another is %s", (outcome, conclusion) => {
    const run = aggregate(inGroup(PASSED, { others: [{ number: 9, outcome }] }));
    expect(run.conclusion).toBe(conclusion);
    expect(run.title.includes("pull request 9 is in the same group")).toBe(outcome !== "passed");
  });

  it.each([
    ["pull-request", "this pull request is not a release"],
    ["merge-group", "no pull request in this group of the merge queue is a release"],
    ["commit", "this commit is not a release"],
    ["deployment", "this deployment is not one of a release"],
    ["release", "this tag is not one of a release"],
  ] as const)("that is no release is called what it is: %s", (kind, said) => {
    expect(notARelease([], kind)[0]?.summary).toContain(said);
  });
});
