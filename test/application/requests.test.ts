import { decide } from "../../src/application/index.ts";
import { interpret } from "../../src/application/policy-reading.ts";
import { rememberAsked, reviewRequests } from "../../src/application/requests.ts";
import type { Evidence, Policy } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { apply, type Edit } from "../support/scenario.ts";
import { shopEvidence } from "../support/shop.ts";

const PLAN = "docs/incident-response-plan.md";
const unapproved: Edit = { at: "/reviews/value", set: [] };
const incomplete: Edit = { file: PLAN, replace: "exercised: 2026-09-15\n", with: "" };
const setting = (text: string): Edit => ({
  policy: "version: 1\n",
  with: `version: 1\n${text}\n`,
});

const EVERYONE = {
  users: ["ola-hansen", "sigrid-lie", "mona-berg"],
  teams: ["acme/release-managers", "acme/incident-response", "acme/testers"],
};
const NOBODY = { users: [], teams: [] };

function asked(edits: readonly Edit[], over: Partial<Parameters<typeof reviewRequests>[0]> = {}) {
  const evidence = edits.reduce(apply, structuredClone(shopEvidence()));
  return reviewRequests({
    decision: decide(evidence, KNOWLEDGE),
    policy: policyOf(evidence),
    draft: false,
    author: "kari-nordmann",
    comment: null,
    ...over,
  });
}

function policyOf({ policies }: Evidence): Policy {
  const reading = interpret(policies, { defaultBranch: "main" }, KNOWLEDGE);
  if (reading.status !== "valid") throw new Error("The policy is not valid.");
  return reading.policy;
}

describe("whose review is asked for", () => {
  it("is everyone's once nothing but approvals is missing", () => {
    expect(asked([unapproved])).toEqual(EVERYONE);
  });

  it("is nobody's while a document is incomplete, unless the policy says always", () => {
    expect(asked([unapproved, incomplete])).toEqual(NOBODY);
    expect(asked([unapproved, incomplete, setting("request-reviews: always")])).toEqual(EVERYONE);
  });

  it("is nobody's where the policy says never, on a draft, or when all have approved", () => {
    expect(asked([unapproved, setting("request-reviews: never")])).toEqual(NOBODY);
    expect(asked([unapproved], { draft: true })).toEqual(NOBODY);
    expect(asked([])).toEqual(NOBODY);
  });

  it("is only theirs who have yet to approve", () => {
    expect(asked([{ at: "/reviews/value/3", remove: true }])).toEqual({
      users: ["ola-hansen"],
      teams: [],
    });
  });

  it("is never the author's: GitHub refuses that", () => {
    expect(asked([unapproved], { author: "Ola-Hansen" }).users).not.toContain("ola-hansen");
  });

  it("is nobody's while somebody asks for changes", () => {
    const objects: Edit = { at: "/reviews/value/3/state", set: "changes-requested" };
    expect(asked([objects])).toEqual(NOBODY);
  });
});

describe("who was asked", () => {
  const commit = shopEvidence().candidate.commit;
  const body = (of: string) => `text\n${rememberAsked(EVERYONE, [], null, of)}`;

  it("is remembered in the comment, for one commit", () => {
    expect(asked([unapproved], { comment: { id: "1", body: body(commit) } })).toEqual(NOBODY);
    const other = body("9".repeat(40));
    expect(asked([unapproved], { comment: { id: "1", body: other } })).toEqual(EVERYONE);
  });

  it("stays remembered when others are asked later", () => {
    const first = rememberAsked({ users: ["a"], teams: [] }, [], null, commit);
    const published = { id: "1", body: first };
    const second = rememberAsked({ users: ["b"], teams: [] }, [], published, commit);
    expect(second).toContain("a b");
  });

  it("is not whom GitHub did not let us ask: they are asked once it does", () => {
    const refused = [
      { name: "ola-hansen", team: false, why: "no-access" },
      { name: "acme/testers", team: true, why: "no-access" },
    ] as const;
    const comment = { id: "1", body: rememberAsked(EVERYONE, refused, null, commit) };
    expect(asked([unapproved], { comment })).toEqual({
      users: ["ola-hansen"],
      teams: ["acme/testers"],
    });
    expect(rememberAsked({ users: ["ola-hansen"], teams: [] }, refused, null, commit)).toBe("");
  });
});
