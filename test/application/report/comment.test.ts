import {
  comment,
  COMMENT_MARKER,
  noLongerARelease,
} from "../../../src/application/report/index.ts";
import { bytesOf } from "../../../src/application/report/plain.ts";
import {
  BLOCKED,
  decision,
  finding,
  gate,
  MISSING_DOCUMENT,
  PASSED,
  report,
  UNKNOWN,
  WAITING,
} from "./fixtures.ts";

describe("the comment", () => {
  it.each([PASSED, WAITING, UNKNOWN, BLOCKED, decision("unknown", [])])(
    "begins with the mark by which it is known again (%#)",
    (of) => {
      expect(comment(report(of)).startsWith(`${COMMENT_MARKER}\n\n### `)).toBe(true);
      expect(comment(report(of))).toContain("/portcullis recheck");
    },
  );

  it("is the same for the same decision at another time", () => {
    const later = { ...BLOCKED, "decided-at": "2026-11-21T08:00:00Z" };
    expect(comment(report(later))).toBe(comment(report(BLOCKED)));
  });

  it("is the same for the same decision with other digests, which people do not need here", () => {
    const other = { ...BLOCKED, evidence: { digest: "sha256:other" } };
    expect(comment(report(other))).toBe(comment(report(BLOCKED)));
  });

  it("tells each person what to do, the author's part first and what waits for it folded", () => {
    const text = comment(report(BLOCKED));
    const [now = "", later = ""] = text.split("<details>");
    expect(now).toContain("**Next: the author**\n\n- **The plan names no contact point.** Add");
    expect(now).not.toContain("team acme/privacy-office");
    expect(later).toContain("**The DPO:** The DPO has not approved");
    expect(later).toContain("_An approval confirms:_ The data-protection requirements");
  });

  it("says openly what an approval confirms once only people are missing", () => {
    const [open = ""] = comment(report(WAITING)).split("<details>");
    expect(open).toContain("**A tester:** No independent tester");
    expect(open).toContain("_An approval confirms:_ The release may ship");
    expect(open).not.toContain("**The security adviser:**");
  });

  it("says once that a document is missing", () => {
    const text = comment(report(MISSING_DOCUMENT));
    expect(text.match(/There is no incident plan/g)).toHaveLength(1);
    expect(text).toContain("no file is there.** 6 requirements need it. Write the plan");
  });

  it("stays short when there is much to do", () => {
    const findings = Array.from({ length: 30 }, (_, i) =>
      finding(`archive.${i}`, { outcome: "unsatisfied", message: `Thing ${i} is missing.` }),
    );
    const text = comment(report(decision("blocked", [gate("archive", "blocked", findings)])));
    expect(text).toContain("Thing 6 is missing.");
    expect(text).not.toContain("Thing 7 is missing.");
    expect(text).toContain("… and 23 more things: see the checks");
  });

  it("asks nobody for what does not count yet", () => {
    const later = { ...BLOCKED.gates[0]!, "enforce-from": "2027-01-01" };
    const text = comment(report(decision("passed", [later, BLOCKED.gates[5]!])));
    expect(text).not.toContain("Next: the author");
    expect(text).toContain("counts from 2027-01-01");
  });

  it("says first that another pull request holds the commit up", () => {
    const text = comment(report(PASSED, { others: [{ number: 9, outcome: "blocked" }] }));
    expect(text).toContain("### ⛔ Blocked: pull request 9 has the same commit");
    expect(text.indexOf("stands worse")).toBeLessThan(text.indexOf("It may ship"));
    expect(text).toContain("By itself this pull request stands so: Everything");
  });

  it("keeps within GitHub's limit", () => {
    const many = Array.from({ length: 3_000 }, (_, i) =>
      gate(`gate-${i}`, "passed", [finding("archive.exists")], { title: `Gate ${i}` }),
    );
    const text = comment(report(decision("passed", many)));
    // Below it stands, hidden, who was asked for a review.
    expect(bytesOf(text)).toBeLessThanOrEqual(65_535 - 8_000);
    expect(text).toContain("more lines are left out here");
  });

  it("says that a pull request is no longer a release, under the same mark", () => {
    expect(noLongerARelease().startsWith(COMMENT_MARKER)).toBe(true);
    expect(noLongerARelease()).toContain("no longer a release");
  });
});
