import { readSecurityReview } from "../../src/documents/index.ts";
import type { SecurityReview } from "../../src/domain/index.ts";
import { change, documentOf, example, file, problemsOf } from "./support.ts";

const REVIEW = example("security-review.md");
const read = (text: string) =>
  documentOf(readSecurityReview("docs/security-review.md", file(text)));
const ALL = Object.keys(read(REVIEW).fields) as (keyof SecurityReview)[];
const DPIA = "51c236d823c85926292f0fa0cf639afc0370c23a";

describe("a security review", () => {
  it("has every field and every item of the example, and no problem", () => {
    const document = read(REVIEW);
    expect(document.problems).toEqual([]);
    expect(document.fields).toMatchObject({
      release: "v1.4.0",
      date: "2026-11-18",
      outcome: "passed-with-exceptions",
      experts: [
        { group: "security", role: "security-advisor" },
        { group: "test", role: "tester" },
      ],
      deviations: [{ id: "D1", status: "accepted", expires: "2027-01-31" }],
    });
    expect(document.fields.reviewed?.["docs/dpia.md"]).toBe(DPIA);
    expect(document.lines.get("reviewed.docs/dpia.md")).toBe(14);
    expect(document.items.map(({ id }) => id)).toHaveLength(7);
    expect(document.sections).toEqual({});
  });

  it.each<
    [part: string, by: string, lost: readonly (keyof SecurityReview)[], problem: RegExp | null]
  >([
    ["release: v1.4.0\n", "", ["release"], null],
    ["release: v1.4.0", "release: TBD", ["release"], /^3 release: .*`TBD`/],
    ["date: 2026-11-18\n", "", ["date"], null],
    ["date: 2026-11-18", "date: 18.11.2026", ["date"], /^4 date: .*18.11.2026/],
    ["outcome: passed-with-exceptions", "outcome: fine", ["outcome"], /^5 outcome: .*escalated/],
    ["role: tester", "role: testers", ["experts"], /^8 experts.1.role: .*tester/],
    [
      "{ group: test, role: tester }",
      "{ role: tester }",
      ["experts"],
      /experts.1.group: .*missing/,
    ],
    [", path: docs/threat-model.md }", " }", ["previousReviews"], /^10 previous-reviews.0.path: /],
    ["path: docs/threat", "path: ../threat", ["previousReviews"], /previous-reviews.0.path: /],
    ['url: "https', 'url: "http', ["previousReviews"], /previous-reviews.1.url: /],
    [DPIA, DPIA.slice(0, 11), ["reviewed"], /^14 reviewed.docs\/dpia.md: /],
    [DPIA, `${DPIA}0`, ["reviewed"], /^14 reviewed.docs\/dpia.md: /],
    ["  docs/dpia.md:", "  /docs/dpia.md:", ["reviewed"], /^14 reviewed.\/docs\/dpia.md: /],
    ["  docs/dpia.md:", "  docs/requirements.md:", ["reviewed"], /^14 reviewed.*twice/],
    ["    status: accepted ", "    status: agreed ", ["deviations"], /^20 deviations.0.status: /],
    [
      "    summary: Order export lacks a rate limit\n",
      "",
      ["deviations"],
      /deviations.0.summary: /,
    ],
    ["    owner: kari\n", "", [], null],
    [
      "    owner: kari\n",
      "    owners: kari\n",
      ["deviations"],
      /^21 deviations.0.owners: .*not kn/,
    ],
    ["    expires: 2027-01-31", "    expires: soon", ["deviations"], /^23 deviations.0.expires: /],
    ["    expires: 2027-01-31", "    commits: [abc]", ["deviations"], /deviations.0.commits.0: /],
    [
      "---\n# ",
      "  - { id: D1, summary: x, status: open }\n---\n# ",
      ["deviations"],
      /deviations.1.id/,
    ],
    ["deviations:\n", "deviation:\n", [], /^17 deviation: .*not known/],
    ["document: security-review", "document: threat-model", [], /^2 document: /],
  ])("loses exactly what `%s` ▸ `%s` breaks", (part, by, lost, problem) => {
    const document = read(change(REVIEW, part, by));
    expect(ALL.filter((key) => document.fields[key] === undefined)).toEqual(lost);
    const expected = problem === null ? [] : [expect.stringMatching(problem)];
    expect(problemsOf(document)).toEqual(expected);
  });

  it("reads releases and blob ids as they are written", () => {
    expect(read(change(REVIEW, "release: v1.4.0", "release: 1.10")).fields.release).toBe("1.10");
    const id = "123456789012";
    const reviewed = (written: string) =>
      read(change(REVIEW, DPIA, written)).fields.reviewed?.["docs/dpia.md"];
    expect(reviewed(id)).toBe(id);
    expect(reviewed("12345678901e2")).toBe("12345678901e2");
    expect(reviewed(DPIA.toUpperCase())).toBe(DPIA);
    expect(reviewed("a".repeat(64))).toBe("a".repeat(64));
    expect(reviewed("a".repeat(63))).toBeUndefined();
  });

  it("has no deviations where it names none, but not where it cannot be read", () => {
    const without = REVIEW.replace(/deviations:\n(?: .*\n)*/, "");
    expect(read(without).fields.deviations).toEqual([]);
    expect(read(without).problems).toEqual([]);
    const empty = read(REVIEW.replace(/deviations:\n(?: .*\n)*/, "deviations:\n"));
    expect(empty.fields.deviations).toBeUndefined();
    expect(problemsOf(empty)).toEqual([expect.stringMatching(/^17 deviations: .*empty/)]);
    expect(read("").fields.deviations).toBeUndefined();
  });

  it("takes the commits that a deviation accepts", () => {
    const text = change(REVIEW, "    expires:", `    commits: [${"AB".repeat(20)}]\n    expires:`);
    expect(read(text).fields.deviations?.[0]?.commits).toEqual(["ab".repeat(20)]);
  });
});
