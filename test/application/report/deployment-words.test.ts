import { deploymentWords, type DeploymentReport } from "../../../src/application/report/index.ts";
import { BLOCKED, CATALOGUE, decision, finding, gate, PASSED, WAITING } from "./fixtures.ts";
import { asRelease, DEPLOYMENTS } from "./release-fixtures.ts";

type Decided = Extract<DeploymentReport, { why: "decided" }>;
const held = DEPLOYMENTS["blocked"] as Decided;

describe("the words about a deployment", () => {
  it.each(Object.entries(DEPLOYMENTS))("begin with where it stands: %s", (_, given) => {
    const word = { approved: "✅ Approved", held: "⏳ Held", rejected: "⛔ Rejected" }[given.state];
    expect(deploymentWords(given).startsWith(`**${word}: `)).toBe(true);
  });

  it("say what is missing, and who acts next", () => {
    const words = deploymentWords(held);
    expect(words).toContain("Next to act: the author, then an incident responder");
    expect(words).toContain("- The plan names no contact point. (the author)");
  });

  it("say whether the job has to be run again", () => {
    expect(deploymentWords(held)).toContain("The job goes on by itself");
    expect(deploymentWords({ ...held, state: "rejected" })).toContain("Run the job again");
    expect(deploymentWords({ ...held, state: "approved", mode: "observe" })).not.toContain("job");
  });

  it.each([
    ["wait", "It would hold: 3 things to do"],
    ["reject", "It would reject: 3 things to do"],
  ] as const)("say what would be done, where Portcullis only watches: %s", (whenBlocked, said) => {
    const observed = { ...held, state: "approved", mode: "observe", whenBlocked } as const;
    expect(deploymentWords(observed)).toContain(said);
  });

  it("say nothing of that where it has passed", () => {
    const passed = {
      ...held,
      state: "approved",
      mode: "observe",
      decision: asRelease(PASSED),
    } as const;
    expect(deploymentWords(passed)).not.toContain("would");
  });

  it("count what was left out as not read", () => {
    const [first, ...rest] = PASSED.gates;
    const partial = { ...PASSED, gates: [{ ...first!, "left-out": true as const }, ...rest] };
    expect(deploymentWords({ ...held, decision: partial })).toContain("could not tell");
  });

  it("tell for how long it was held", () => {
    const words = deploymentWords(DEPLOYMENTS["given-up"]!);
    expect(words).toContain("held since 2026-11-20 12:00 UTC for 7d");
    expect(words).toContain("waiting for a tester, the DPO and the release authority");
    expect(words).toContain("Run the job again");
  });

  it("are escaped once", () => {
    const reason = { code: "forbidden", message: "a & b" } as const;
    const unread = { ...DEPLOYMENTS["could-not-tell"]!, why: "could-not-tell", reason } as const;
    expect(deploymentWords(unread)).toContain("What was answered: a &amp; b");
    const after = { ...DEPLOYMENTS["given-up"]!, after: "a & b" } as DeploymentReport;
    expect(deploymentWords(after)).toContain("for a &amp; b, and");
  });

  it("fit, cut at whole lines, and say how many more there are", () => {
    const findings = Array.from({ length: 60 }, (_, i) =>
      finding("security-review.tests", {
        requirement: `own.${i}`,
        outcome: "unsatisfied",
        message: `Thing number ${i} is missing.`,
        source: { document: "policy", clause: `Item ${i}` },
      }),
    );
    const many = decision("blocked", [gate("security-review", "blocked", findings)]);
    const words = deploymentWords({ ...held, decision: many });
    expect(words.length).toBeLessThanOrEqual(1_024);
    expect(words.length).toBeGreaterThan(900);
    const shown = words.match(/^- Thing number \d+ is missing\. \(the author\)$/gm) ?? [];
    // The line about the job is the one more.
    expect(words).toContain(`… and ${60 - shown.length + 1} more lines: see the checks`);
  });

  it("leave nobody out of the first lines, however long the names are", () => {
    const words = deploymentWords({
      ...held,
      environment: "@".repeat(500),
      decision: {
        ...asRelease(WAITING),
        candidate: { ...asRelease(WAITING).candidate, release: "|".repeat(500) },
      },
      catalogue: CATALOGUE,
    });
    expect(words).toContain("Next to act: a tester, the DPO and the release authority.");
    expect(words.length).toBeLessThanOrEqual(1_024);
  });

  it("are the same for the same decision at another time", () => {
    const later = { ...held, decision: { ...BLOCKED, "decided-at": "2026-11-21T08:00:00Z" } };
    expect(deploymentWords(later)).toBe(deploymentWords({ ...held, decision: BLOCKED }));
  });
});
