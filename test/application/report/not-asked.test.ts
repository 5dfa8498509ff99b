import fc from "fast-check";
import type { NotAsked } from "../../../src/application/ports.ts";
import { comment } from "../../../src/application/report/index.ts";
import { report, WAITING } from "./fixtures.ts";
import { expectGolden } from "./golden.ts";
import { hostileText } from "./hostile.ts";
import { foreignHtml, nodes, parse, seenByGitHub } from "./markdown.ts";

const HEADING = "**Not asked for a review**";

function person(name: string, why: NotAsked["why"] = "no-access"): NotAsked {
  return { name, team: false, why };
}

function team(name: string, why: NotAsked["why"] = "no-access"): NotAsked {
  return { name, team: true, why };
}

/** What the comment says below the heading, a reason a line. */
function said(...notAsked: readonly NotAsked[]): readonly string[] {
  const [, below = ""] = comment(report(WAITING), notAsked).split(`${HEADING}\n\n`);
  return (below.split("\n\n")[0] ?? "").split("\n");
}

describe("whom GitHub does not let us ask for a review", () => {
  it("is not spoken of where there is nobody", () => {
    expect(comment(report(WAITING))).not.toContain("Not asked");
    expect(comment(report(WAITING), [])).toBe(comment(report(WAITING)));
    const later = [person("ola-hansen", "not-yet")];
    expect(comment(report(WAITING), later)).toBe(comment(report(WAITING)));
  });

  it("is a person without access: with it they are asked, and until then somebody else can", () => {
    const [line = "", ...more] = said(person("ola-hansen"));
    expect(more).toEqual([]);
    expect(line).toContain("does not let Portcullis ask ola-hansen for a review, most likely");
    expect(line).toContain("have no access to this repository");
    expect(line).toContain("can give them access");
    expect(line).toContain("within an hour, or at once after “Recheck”");
    expect(line).toContain("ask them yourself");
  });

  it("is a team without access", () => {
    expect(said(team("acme/privacy"))).toEqual([
      expect.stringContaining("ask the team acme/privacy for a review, most likely because"),
    ]);
  });

  it("is one team of another organisation, or several", () => {
    const [one = ""] = said(team("globex/dpo", "elsewhere"));
    expect(one).toContain("ask the team globex/dpo for a review, because it belongs to another");
    expect(one).toContain("In the policy, name a team of the organisation that this repository");
    expect(one).not.toContain("access");
    const [two = ""] = said(team("globex/dpo", "elsewhere"), team("globex/law", "elsewhere"));
    expect(two).toContain("the team globex/dpo and the team globex/law for a review, because they");
  });

  it("is everybody, where the App may not ask: that is not for want of their access", () => {
    const [line = ""] = said(person("ola-hansen", "not-permitted"));
    expect(line).toContain("Pull requests: write");
    expect(line).toContain("ask them yourself");
    expect(line).not.toContain("give them access");
  });

  it("is told by reason, in the same words whatever the order in which they were refused", () => {
    const all = [team("globex/dpo", "elsewhere"), person("mona"), team("acme/law"), person("anna")];
    const lines = said(...all);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("ask anna, mona and the team acme/law for a review");
    expect(said(...all.toReversed())).toEqual(lines);
  });

  it("is counted where they are many", () => {
    const many = Array.from({ length: 14 }, (_, index) => person(`lawyer-${index + 10}`));
    const [line = ""] = said(...many);
    expect(line).toContain("lawyer-19 and 4 more for a review");
    expect(line).not.toContain("lawyer-20");
  });

  it("stands in one place of the comment, below what is to be done", () => {
    const given = [person("ola-hansen"), team("globex/dpo", "elsewhere")];
    expectGolden("not-asked.comment.md", comment(report(WAITING), given));
  });

  it("does nothing by a hostile name", () => {
    const hostile = fc.array(
      fc.record({
        name: hostileText,
        team: fc.boolean(),
        why: fc.constantFrom("no-access" as const, "elsewhere" as const, "not-permitted" as const),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(hostile, (notAsked) => {
        const text = comment(report(WAITING), notAsked);
        const tree = parse(text);
        expect(foreignHtml(tree)).toEqual([]);
        expect(seenByGitHub(tree)).toEqual([]);
        expect(text.split("<!-- portcullis -->")).toHaveLength(2);
        const active = ["image", "link", "definition", "footnoteReference", "code", "heading"];
        const count = (of: string) =>
          nodes(parse(of)).filter(({ node }) => active.includes(node.type)).length;
        expect(count(text)).toBe(count(comment(report(WAITING))));
      }),
      { numRuns: 100 },
    );
  });
});
