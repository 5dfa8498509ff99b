import { decide } from "../../src/application/index.ts";
import type {
  Evidence,
  Finding,
  Person,
  PolicyChange,
  PolicyPullRequest,
  Reading,
} from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { approval, file, PEOPLE, SHOP_POLICY, shopEvidence } from "../support/shop.ts";

const { author, dpo, manager, outsider, tester } = PEOPLE;

const POLICY = { repository: "acme/shop", path: ".github/portcullis.yml" } as const;
const STRICTER = `${SHOP_POLICY}gates: { archive: { retain-for: 6y } }\n`;
/** Whoever writes this makes the outsider DPO and release authority. */
const TAKEN = SHOP_POLICY.replace("[ola-hansen]", "[nils-moe]").replace(
  "{ users: [mona-berg], teams: [release-managers] }",
  "{ users: [nils-moe, tor-vik] }",
);
const WAIVED = `${SHOP_POLICY}waivers:\n  - { requirement: incident-plan.exercised, reason: "It was moved", granted-by: mona-berg, granted: 2026-11-19, expires: 2026-12-19 }\n`;

/** One change of the policy: approved by these in its pull request, or pushed. */
type Change = readonly [
  text: string | null,
  by: readonly Person[] | "pushed",
  more?: Partial<PolicyPullRequest>,
];

/** The history in which the first of these changes is the oldest; all in order otherwise. */
function history(...changes: readonly Change[]): Evidence {
  const evidence = shopEvidence();
  const made = changes.map(([text, by, more], index): PolicyChange => ({
    commit: String(index).repeat(40),
    left: { ...POLICY, entry: text === null ? { kind: "missing" } : file(text) },
    pullRequest:
      by === "pushed"
        ? null
        : {
            number: 10 + index,
            leftIt: true,
            madeBy: [author],
            unnamed: false,
            approvedBy: by,
            ...more,
          },
  }));
  const newest = changes.at(-1)?.[0] ?? null;
  const policies = newest === null ? evidence.policies : [{ ...POLICY, entry: file(newest) }];
  return {
    ...evidence,
    policies,
    policyHistory: { status: "read", value: { changes: made.toReversed(), extended: [] } },
    people: {
      ...evidence.people,
      users: {
        ...evidence.people.users,
        "nils-moe": { status: "read", value: outsider },
        "tor-vik": { status: "read", value: tester },
      },
    },
  };
}

function found(evidence: Evidence): Finding {
  const findings = decide(evidence, KNOWLEDGE).gates.flatMap((gate) => gate.findings);
  const finding = findings.find(({ requirement }) => requirement === "policy.approved");
  if (finding === undefined) throw new Error("nothing was found");
  return finding;
}

const FIRST: Change = [SHOP_POLICY, "pushed"];

describe("the policy's newest change", () => {
  it.each<[what: string, outcome: Finding["outcome"], changes: readonly Change[]]>([
    ["the first one needs nobody", "satisfied", [FIRST]],
    ["none ever: the organisation's alone", "not-applicable", []],
    ["approved by the release authority", "satisfied", [FIRST, [STRICTER, [manager]]]],
    ["approved by the DPO alone", "waiting", [FIRST, [STRICTER, [dpo]]]],
    ["approved by nobody", "waiting", [FIRST, [STRICTER, []]]],
    ["pushed", "unsatisfied", [FIRST, [STRICTER, "pushed"]]],
    ["other roles without the DPO", "waiting", [FIRST, [TAKEN, [manager]]]],
    ["other roles with the DPO", "satisfied", [FIRST, [TAKEN, [manager, dpo]]]],
    [
      "other roles, approved by those whom they would authorise",
      "waiting",
      [FIRST, [TAKEN, [outsider, tester]]],
    ],
    ["a waiver without the DPO", "waiting", [FIRST, [WAIVED, [manager]]]],
    ["a waiver with the DPO", "satisfied", [FIRST, [WAIVED, [manager, dpo]]]],
    [
      "a waiver taken out without the DPO",
      "waiting",
      [FIRST, [WAIVED, [manager, dpo]], [SHOP_POLICY, [manager]]],
    ],
    [
      "approved by who made it",
      "waiting",
      [FIRST, [STRICTER, [manager], { madeBy: [author, manager] }]],
    ],
    [
      "approved before somebody nameless changed it",
      "unknown",
      [FIRST, [STRICTER, [manager], { unnamed: true }]],
    ],
    [
      "not what was up for approval",
      "unsatisfied",
      [FIRST, [STRICTER, [manager], { leftIt: false }]],
    ],
    [
      "taken away and put back past all",
      "unsatisfied",
      [FIRST, [null, "pushed"], [SHOP_POLICY, "pushed"]],
    ],
    [
      "two in a row that nobody authorised approved",
      "waiting",
      [FIRST, [TAKEN, "pushed"], [`${TAKEN}# more\n`, [outsider, tester]]],
    ],
    [
      "three in a row that nobody authorised approved",
      "waiting",
      [
        FIRST,
        [TAKEN, "pushed"],
        [`${TAKEN}# more\n`, [outsider, tester]],
        [`${TAKEN}# most\n`, [outsider, tester]],
      ],
    ],
    [
      "mended by those who were authorised last",
      "satisfied",
      [FIRST, [TAKEN, "pushed"], [SHOP_POLICY, [manager, dpo]]],
    ],
    [
      "approved by those whom an approved change authorised",
      "satisfied",
      [FIRST, [TAKEN, [manager, dpo]], [`${TAKEN}# more\n`, [outsider]]],
    ],
    [
      "approved by those whom an approved change no longer authorises",
      "waiting",
      [FIRST, [TAKEN, [manager, dpo]], [`${TAKEN}# more\n`, [manager]]],
    ],
    [
      "after one that could not be understood",
      "satisfied",
      [FIRST, ["version: 2\n", "pushed"], [SHOP_POLICY, [manager, dpo]]],
    ],
    [
      "a line moved, nothing else: the DPO is not asked",
      "satisfied",
      [FIRST, [`# a line\n${SHOP_POLICY}`, [manager]]],
    ],
  ])("%s: %s", (_, outcome, changes) => {
    expect(found(history(...changes)).outcome).toBe(outcome);
  });

  it.each([
    ["the mode", "mode: observe\n"],
    [
      "a privacy gate",
      "gates: { data-rights: { enabled: false, reason: 'Not yet, says the team' } }\n",
    ],
    [
      "the items of a privacy gate",
      "checklists: { data-rights: [{ id: own, text: 'An item of our own' }] }\n",
    ],
    ["what alerts block", "alerts: { dependabot: critical }\n"],
    ["where the data map lies", "documents: { data-map: [docs/other.yml] }\n"],
  ])("asks the DPO where it touches %s", (_, more) => {
    const text = `${SHOP_POLICY}${more}`;
    expect(found(history(FIRST, [text, [manager]])).message).toContain("Data Protection Officer");
    expect(found(history(FIRST, [text, [manager, dpo]])).outcome).toBe("satisfied");
  });

  it("needs two people where it needs two roles", () => {
    const both = SHOP_POLICY.replace("[ola-hansen]", "[mona-berg, ola-hansen]");
    expect(found(history([both, "pushed"], [WAIVED, [manager]])).outcome).toBe("waiting");
    expect(found(history([both, "pushed"], [WAIVED, [manager, dpo]])).outcome).toBe("satisfied");
  });

  it("names who has to approve it, and how it is mended", () => {
    const { message, remedy, "acts-next": next } = found(history(FIRST, [TAKEN, [manager]]));
    expect(message).toBe(
      "Pull request 11, the policy's newest change, lacks the approval of the Data Protection Officer (ola-hansen), whom the policy before it names.",
    );
    expect(remedy).toContain("Ask for it in pull request 11");
    expect(next).toBe("dpo");
    const pushed = found(history(FIRST, [TAKEN, "pushed"], [STRICTER, "pushed"]));
    expect(pushed.message).toBe(
      "The policy's newest change, commit `2222222`, came past all pull requests: the release authority (mona-berg, acme/release-managers), whom the last approved policy names, did not approve it.",
    );
    expect(pushed.remedy).toContain("Open a pull request that changes the policy again");
  });

  it("can be mended by a candidate that changes it again, approved by those who were authorised", () => {
    const taken = history(FIRST, [TAKEN, "pushed"]);
    const here = (changesPolicy: boolean, reviews: Evidence["reviews"] = taken.reviews) =>
      found({ ...taken, changesPolicy, reviews }).outcome;
    // Everybody of the example approved it.
    expect(here(true)).toBe("satisfied");
    expect(here(false)).toBe("unsatisfied");
    const by = (...people: readonly Person[]): Evidence["reviews"] => ({
      status: "read",
      value: people.map((person, n) => approval(`${n}`, person, `2026-11-19T0${n}:00:00Z`)),
    });
    expect(here(true, by(manager, dpo))).toBe("satisfied");
    expect(here(true, by(manager))).toBe("waiting");
    expect(here(true, by(outsider, tester))).toBe("waiting");
    const made: Evidence = { ...taken, changesPolicy: true };
    const commits: Evidence["commits"] = {
      status: "read",
      value: [{ oid: "1".repeat(40), authors: [dpo], committer: dpo, committedByGitHub: false }],
    };
    expect(found({ ...made, commits }).outcome).toBe("waiting");
  });

  it.each<[what: string, people: Reading<Person | null>]>([
    ["could not be looked up", { status: "unreadable", reason: "GitHub was away." }],
  ])("is unknown where who is authorised %s", (_, reading) => {
    const evidence = history(FIRST, [TAKEN, [manager]]);
    const users = { ...evidence.people.users, "ola-hansen": reading };
    expect(found({ ...evidence, people: { ...evidence.people, users } }).outcome).toBe("unknown");
  });

  it("is unknown where an earlier change hangs on somebody who could not be looked up", () => {
    const evidence = history(FIRST, [TAKEN, [manager, dpo]], [`${TAKEN}# more\n`, [manager]]);
    const users = {
      ...evidence.people.users,
      "ola-hansen": { status: "unreadable", reason: "GitHub was away." } as const,
    };
    expect(found({ ...evidence, people: { ...evidence.people, users } }).outcome).toBe("unknown");
  });

  it("can only be told by GitHub", () => {
    const finding = found({ ...shopEvidence(), policyHistory: { status: "only-github" } });
    expect(finding.outcome).toBe("waiting");
    expect(finding.message).toContain("Only GitHub can tell");
  });

  it("counts the roles of what an earlier version extended", () => {
    const base = { ...POLICY, repository: "acme/base", entry: file(SHOP_POLICY) };
    const bare = "version: 1\nextends: acme/base\n";
    const evidence = history([bare, "pushed"], [TAKEN, [outsider, tester]]);
    if (evidence.policyHistory.status !== "read") throw new Error("it is read");
    const { changes } = evidence.policyHistory.value;
    const known = { status: "read", value: { changes, extended: [base] } } as const;
    expect(found({ ...evidence, policyHistory: known }).message).toContain("ola-hansen");
    // Without it nobody is authorised: that shuts, and never makes the next one the first.
    expect(found(evidence).outcome).toBe("waiting");
  });
});
