import {
  releaseCouldNotTell,
  releaseIssue,
  releaseNotes,
  releaseRun,
  solvedIssue,
} from "../../../src/application/report/index.ts";
import { bytesOf } from "../../../src/application/report/plain.ts";
import type { Decision, Outcome } from "../../../src/domain/index.ts";
import {
  approvalGate,
  BLOCKED,
  COMMIT,
  decision,
  finding,
  gate,
  PASSED,
  UNKNOWN,
  WAITING,
} from "./fixtures.ts";
import { EARLIER, RELEASES, releaseReport } from "./release-fixtures.ts";

const OUTCOMES: readonly [Outcome, Decision, string][] = [
  ["passed", PASSED, "success"],
  ["waiting", WAITING, "action_required"],
  ["unknown", UNKNOWN, "failure"],
  ["blocked", BLOCKED, "failure"],
];

describe("the check run of a release", () => {
  it.each(OUTCOMES)("%s", (_, of, conclusion) => {
    expect(releaseRun(releaseReport(of))).toMatchObject({ name: "portcullis/release", conclusion });
    expect(releaseRun(releaseReport(of, { mode: "observe" })).conclusion).toBe("neutral");
  });

  it.each(OUTCOMES)(
    "is never better than another release of the commit: %s",
    (outcome, _, conclusion) => {
      const otherReleases = [{ tag: "v1.4.1", outcome }];
      const run = releaseRun(releaseReport(PASSED, { otherReleases }));
      expect(run.conclusion).toBe(conclusion);
      expect(run.title.includes("release v1.4.1 has the same commit")).toBe(outcome !== "passed");
      if (outcome !== "passed")
        expect(run.summary.indexOf("`v1.4.1`")).toBeLessThan(run.summary.indexOf("It may ship"));
    },
  );

  it.each([
    ["no gate at all", decision("passed", [])],
    [
      "a gate that was left out",
      decision("passed", [
        gate("archive", "passed", []),
        { ...approvalGate("dpo-approval", "waiting"), "left-out": true },
      ]),
    ],
  ])("is no success with %s", (_, of) => {
    const run = releaseRun(releaseReport(of));
    expect(run.conclusion).toBe("failure");
    expect(run.summary).not.toContain("can be published");
  });

  it("says each thing to do with its remedy, and annotates its place", () => {
    const { summary, annotations } = releaseRun(releaseReport(BLOCKED));
    for (const said of ["Add `contact-point` with name", "Describe the patching policy"])
      expect(summary).toContain(said);
    expect(summary).toContain(
      "**Approval by the DPO**<br>\n⏳ **Waiting:** The DPO has not approved",
    );
    expect(annotations.map(({ path, line }) => `${path}:${line}`)).toEqual([
      "docs/incident-response-plan.md:1",
      "docs/incident-response-plan.md:78",
      "docs/security-review.md:14",
    ]);
    expect(annotations.every(({ level }) => level === "failure")).toBe(true);
  });

  it("marks nothing as a failure where it holds nothing back", () => {
    const observed = releaseRun(releaseReport(BLOCKED, { mode: "observe" }));
    expect(observed.annotations.map(({ level }) => level)).toEqual([
      "warning",
      "warning",
      "warning",
    ]);
  });

  it("says where the tag pointed when it was moved, and only then", () => {
    const said =
      "was moved after the release passed:** it pointed at `fed13a27c40b`, now at `9c01e4bd0f0b`";
    for (const page of [
      releaseRun(releaseReport(BLOCKED, { passedAt: EARLIER })).summary,
      releaseNotes(releaseReport(BLOCKED, { passedAt: EARLIER })),
    ])
      expect(page).toContain(said);
    for (const passedAt of [null, COMMIT])
      expect(releaseRun(releaseReport(PASSED, { passedAt })).summary).not.toContain("was moved");
  });

  it.each([
    ["redraft", { draft: false }, "turns it back into a draft"],
    ["redraft", { draft: true }, "has turned it back into a draft"],
    ["prerelease", { draft: false }, "keeps it marked as a pre-release"],
    ["report", { draft: false }, "says so in an issue"],
    ["none", { draft: false }, "It is published already."],
    ["none", { draft: true }, "Do not publish this draft yet."],
    ["none", { draft: false, id: null }, "Do not release this tag yet."],
  ] as const)("says what becomes of it: %s %j", (action, release, said) => {
    expect(releaseRun(releaseReport(BLOCKED, { action, release })).summary).toContain(said);
    const watched = releaseReport(BLOCKED, { action, release, mode: "observe" });
    expect(releaseRun(watched).summary).not.toContain(said);
    expect(releaseRun(releaseReport(PASSED, { action, release })).summary).not.toContain(said);
  });

  it("could not tell", () => {
    const run = releaseCouldNotTell({ code: "unreachable", message: "502" });
    expect(run).toMatchObject({ name: "portcullis/release", conclusion: "failure" });
  });
});

describe("who may publish", () => {
  it.each([
    [{ users: ["mona"], teams: [] }, "by mona."],
    [{ users: ["mona", "ada"], teams: ["acme/rm"] }, "by mona, ada or team acme/rm."],
    [{ users: [], teams: [] }, "by the release authority."],
    [
      { users: ["a", "b", "c", "d", "e", "f", "g", "h"], teams: [] },
      "by a, b, c, d, e, f or 2 others.",
    ],
  ])("%j", (publishers, said) => {
    expect(releaseNotes(releaseReport(PASSED, { publishers }))).toContain(`published ${said}`);
  });
});

describe("the release notes", () => {
  it("name nobody but the publishers of a draft", () => {
    for (const [name, given] of Object.entries(RELEASES)) {
      const page = releaseNotes(given);
      expect(page).not.toMatch(/sven|ola-hansen|\bada\b|privacy-office|appsec|acme\/sre/);
      expect([name, /\bmona\b/.test(page)]).toEqual([
        name,
        ["passed", "observed-passed"].includes(name),
      ]);
    }
  });

  it("begin with the verdict in a line", () => {
    for (const given of Object.values(RELEASES))
      expect(releaseNotes(given).split("\n")[0]).toMatch(/^\*\*(?:✅|⏳|❓|⛔) .*\*\*$/);
  });

  it("are about the release itself, however another of the commit stands", () => {
    expect(releaseNotes(RELEASES["two-releases"]!)).toContain("✅ Passed");
  });
});

describe("limits", () => {
  const many = decision(
    "blocked",
    Array.from({ length: 60 }, (_, g) =>
      gate(`gate-${g}`, "blocked", [
        ...Array.from({ length: 20 }, (__, i) =>
          finding("security-review.tests", {
            requirement: `own.${g}.${i}`,
            outcome: "unsatisfied",
            message: `Thing ${g}.${i} is missing ${"😀".repeat(40)}`,
            remedy: "Add it.",
            source: { document: "policy", clause: `Own item ${i}` },
          }),
        ),
        finding("archive.exists"),
      ]),
    ),
  );
  const given = releaseReport(many, { passedAt: EARLIER, action: "report" });

  it("are kept by the check run, which still says where it stands", () => {
    const { summary, text } = releaseRun(given);
    for (const page of [summary, text ?? ""]) expect(bytesOf(page)).toBeLessThanOrEqual(65_535);
    expect(summary).toContain("was moved after the release passed");
    expect(summary).toContain("left out here");
    expect(summary).toContain("Thing 0.0 is missing");
  });

  it("are kept by the issue and the notes", () => {
    const { body } = releaseIssue(given, { code: "policy", detail: null });
    expect(bytesOf(body)).toBeLessThanOrEqual(65_535);
    expect(body).toContain("Decide whether it may stay public");
    const gates = Array.from({ length: 300 }, (_, i) =>
      gate(`gate-${i}`, "passed", [], { title: `Gate ${i} ${"😀".repeat(30)}` }),
    );
    const notes = releaseNotes(releaseReport(decision("passed", gates)));
    expect(bytesOf(notes)).toBeLessThanOrEqual(16_000);
    expect(notes).toContain("Gate 0");
  });

  it("are kept by titles", () => {
    const long = releaseReport(PASSED, {
      release: { tag: "v".repeat(100) + " x".repeat(300) },
      otherReleases: [{ tag: "w ".repeat(300), outcome: "blocked" }],
    });
    expect(releaseRun(long).title).toHaveLength(255);
    expect(releaseIssue(long, { code: "policy", detail: null }).title).toHaveLength(256);
  });
});

describe("the issue about a release", () => {
  const given = RELEASES["reported"]!;

  it.each([
    ["immutable", "delete it, and publish what has passed under a new version"],
    ["refused", "`workflows: write`"],
    ["policy", "`releases.when-unready: report`"],
  ] as const)("%s", (code, said) => {
    const { body } = releaseIssue(given, { code, detail: null });
    expect(body).toContain(said);
    expect(body).not.toContain("GitHub’s answer");
    expect(body.startsWith("<!-- portcullis release 123 -->\n\n**Release `v1.4.0`")).toBe(true);
  });

  it("does not offer what an immutable release forbids", () => {
    const release = { ...given.release, immutable: true };
    const { body } = releaseIssue({ ...given, release }, { code: "immutable", detail: "422" });
    expect(body).not.toContain("--draft");
    expect(body).not.toContain("upload or an approval");
    expect(body).toContain("GitHub’s answer: 422");
  });

  it("tells the author that nothing is theirs to do", () => {
    const waiting = { ...given, decision: releaseReport(WAITING).decision };
    const { body } = releaseIssue(waiting, { code: "policy", detail: null });
    expect(body).toContain("Nothing of what is missing is yours to do.");
  });

  it.each(["passed", "redrafted", "deleted"] as const)("is closed with words: %s", (how) => {
    expect(solvedIssue(given, how)).toContain("Release `v1.4.0`");
    expect(solvedIssue(null, how)).toContain("The release ");
  });
});
