import type {
  Catalogue,
  CatalogueGate,
  CatalogueRequirement,
  Decision,
  Exception,
  Finding,
  GateDecision,
} from "../../../src/domain/index.ts";
import type { Report } from "../../../src/application/report/report.ts";

/** A small catalogue of the tests' own, in the shape of the real one. */
export const CATALOGUE: Catalogue = {
  gates: [
    gateEntry("incident-plan", "Incident response plan", [
      ["exists", "The plan is there"],
      ["contact-point", "Contact point"],
      ["response-time", "Response time"],
      ["logs", "Logs"],
      ["patching", "Patching"],
      ["updated-on-trigger", "Updated when something changed"],
      ["responders", "Responders took part"],
    ]),
    gateEntry("security-review", "Full security review", [
      ["exists", "The review is there"],
      ["this-release", "A review of this release"],
      ["reviewed-again", "Reviewed again"],
      ["testers", "Testers took part"],
      ["tests", "Tests were examined", true],
      ["third-party", "Third-party components were examined", true],
    ]),
    gateEntry("dpo-approval", "Approval by the DPO", approval("DPO")),
    gateEntry("security-approval", "Approval by the security adviser", approval("adviser")),
    gateEntry("final-approval", "Final approval", approval("release authority")),
    gateEntry("archive", "Archive", [
      ["exists", "The manifest is there"],
      ["complete", "Every category has an artifact"],
      ["assets", "Assets of the release"],
    ]),
    gateEntry("policy", "Policy", [["floor", "Nothing weakens the organisation’s policy"]]),
  ],
  confirmations: {
    dpo: "The data-protection requirements of this release are met, the impact assessments still hold, and what the team marked as not applicable does not apply.",
    "security-advisor":
      "The security review of this release was done in full, and its open deviations are acceptable.",
    "release-authority":
      "The release may ship: you have seen the other approvals, and you take the decision for the organisation.",
    "incident-responder": "The incident response plan is one that you can work with.",
    tester: "You took part in the security review, and the tests were examined.",
  },
};

export const COMMIT = "9c01e4bd0f0b7c3a1f7d5e2a4b6c8d0e1f2a3b4c";

/** A finding of the catalogue's own clause; satisfied unless told otherwise. */
export function finding(requirement: string, parts: Partial<Finding> = {}): Finding {
  const known = CATALOGUE.gates
    .flatMap((gate) => gate.requirements)
    .find(({ id }) => id === requirement);
  return {
    requirement,
    outcome: "satisfied",
    message: "It is there.",
    source: known?.source ?? { document: "policy", clause: "Our own item" },
    locations: [],
    ...parts,
  };
}

export function gate(
  id: string,
  outcome: GateDecision["outcome"],
  findings: readonly Finding[],
  parts: Partial<GateDecision> = {},
): GateDecision {
  const title = CATALOGUE.gates.find((entry) => entry.id === id)?.title ?? id;
  return { id, title, outcome, findings, ...parts };
}

export function decision(
  outcome: Decision["outcome"],
  gates: readonly GateDecision[],
  parts: Partial<Decision> = {},
): Decision {
  return {
    schema: "portcullis/decision/v1",
    outcome,
    stage: "review",
    candidate: {
      kind: "pull-request",
      repository: "acme/shop",
      number: 7,
      commit: COMMIT,
      release: "v1.4.0",
    },
    policy: {
      digest: `sha256:${"ab12".repeat(16)}`,
      sources: [{ repository: "acme/shop", path: ".github/portcullis.yml", oid: "1".repeat(40) }],
    },
    evidence: { digest: `sha256:${"cd34".repeat(16)}` },
    "decided-at": "2026-11-20T12:00:00Z",
    "review-at": "2027-02-01T00:00:00Z",
    gates,
    waivers: [],
    "disabled-gates": [],
    "alerts-off": [],
    exceptions: [],
    confirmations: [],
    ...parts,
  };
}

export function report(of: Decision, parts: Partial<Report> = {}): Report {
  return {
    catalogue: CATALOGUE,
    decision: of,
    mode: "enforce",
    pullRequest: 7,
    repositoryUrl: "https://github.com/acme/shop",
    proposal: null,
    others: [],
    ...parts,
  };
}

const PLAN = "docs/incident-response-plan.md";
const REVIEW = "docs/security-review.md";

const ARCHIVED = gate("archive", "passed", [
  finding("archive.exists", { message: "The archive manifest is at `docs/archive.yml`." }),
  finding("archive.complete", {
    message: "All 10 categories have an artifact, or a reason why not.",
  }),
  finding("archive.assets", {
    outcome: "not-due",
    message: "To be attached to the release: shop.cdx.json.",
  }),
]);

const PLANNED = [
  finding("incident-plan.exists", {
    message: `The incident plan is at \`${PLAN}\`.`,
    locations: [{ path: PLAN, line: 1 }],
  }),
  finding("incident-plan.contact-point", {
    message: "Acme response centre can be reached 24/7.",
    locations: [{ path: PLAN, line: 5 }],
  }),
  finding("incident-plan.response-time", {
    message: "The most severe incidents are answered within 1h; 24h are asked for.",
    locations: [{ path: PLAN, line: 16 }],
  }),
  finding("incident-plan.logs", {
    message: 'The plan has a section "Logs".',
    locations: [{ path: PLAN, line: 63 }],
  }),
  finding("incident-plan.patching", {
    message: 'The plan has a section "Patching".',
    locations: [{ path: PLAN, line: 78 }],
  }),
];

const REVIEWED = [
  finding("security-review.exists", { message: `The security review is at \`${REVIEW}\`.` }),
  finding("security-review.this-release", { message: "The review is of v1.4.0." }),
  finding("security-review.tests", {
    message: "Done; evidence: docs/test-report.md.",
    locations: [{ path: REVIEW, line: 35 }],
  }),
];

const POLICY_PLACE = { repository: "acme/shop", path: ".github/portcullis.yml", line: 30 };

/** As it is listed among the exceptions. */
const NOT_APPLICABLE_ITEM: Exception = {
  kind: "item",
  what: "security-review.third-party",
  who: null,
  reason: "the release has no third-party components",
  until: null,
  source: { repository: "acme/shop", path: REVIEW, line: 36 },
};

const NOT_APPLICABLE = finding("security-review.third-party", {
  outcome: "not-applicable",
  message: "Not applicable: the release has no third-party components",
  locations: [{ path: REVIEW, line: 36 }],
});

/** The author still has three things to do, and nobody has approved. */
export const BLOCKED = decision(
  "blocked",
  [
    gate("incident-plan", "blocked", [
      ...PLANNED.slice(0, 1),
      finding("incident-plan.contact-point", {
        outcome: "unsatisfied",
        message: "The plan names no contact point.",
        remedy: "Add `contact-point` with name, email or phone, and hours.",
        "acts-next": "author",
        locations: [{ path: PLAN, line: 1 }],
      }),
      ...PLANNED.slice(2, 4),
      finding("incident-plan.patching", {
        outcome: "unsatisfied",
        message: 'The section "Patching" still has the placeholder TODO.',
        remedy: "Describe the patching policy, who follows up, and how updates reach users.",
        "acts-next": "author",
        locations: [{ path: PLAN, line: 78 }],
      }),
      finding("incident-plan.updated-on-trigger", {
        message: "Nothing that a trigger names changed since v1.3.0.",
      }),
      waitingFor("incident-plan.responders", "incident-responder", {
        message: "Nobody who responds to incidents approved the plan: team acme/sre.",
      }),
    ]),
    gate("security-review", "blocked", [
      ...REVIEWED,
      finding("security-review.reviewed-again", {
        outcome: "unsatisfied",
        message:
          "`docs/dpia.md` changed since it was reviewed (reviewed `fed13a27c40b`, ships `9c01e4bd0f0b`).",
        remedy:
          'Go through it again, and write "docs/dpia.md: 9c01e4bd0f0b7c3a1f7d5e2a4b6c8d0e1f2a3b4c" under reviewed.',
        "acts-next": "author",
        locations: [{ path: REVIEW, line: 14 }],
      }),
      waitingFor("security-review.testers", "tester", {
        message: "No independent tester has approved this commit.",
      }),
      NOT_APPLICABLE,
    ]),
    ...approvals("waiting"),
    ARCHIVED,
  ],
  { exceptions: [NOT_APPLICABLE_ITEM] },
);

/** Nothing is missing but people. */
export const WAITING = decision(
  "waiting",
  [
    gate("incident-plan", "passed", [
      ...PLANNED,
      finding("incident-plan.responders", {
        message: "sven-berg, who responds to incidents, approved this commit.",
      }),
    ]),
    gate("security-review", "waiting", [
      ...REVIEWED,
      finding("security-review.reviewed-again", {
        message: "All 4 files of the development record were reviewed again.",
      }),
      waitingFor("security-review.testers", "tester", {
        message: "No independent tester has approved this commit.",
      }),
      NOT_APPLICABLE,
    ]),
    approvalGate("dpo-approval", "waiting"),
    approvalGate("security-approval", "passed"),
    approvalGate("final-approval", "waiting"),
    ARCHIVED,
  ],
  { exceptions: [NOT_APPLICABLE_ITEM] },
);

/** Everything is in order, one requirement by a waiver. */
export const PASSED = decision(
  "passed",
  [
    gate("incident-plan", "passed", [
      ...PLANNED,
      finding("incident-plan.updated-on-trigger", {
        outcome: "waived",
        message:
          "Waived until 2026-12-31 by mona: the new payment code is switched off (`src/payment/pay.ts` changed since v1.3.0, but the plan was not reviewed again.)",
      }),
    ]),
    gate("security-review", "passed", REVIEWED),
    ...approvals("passed"),
  ],
  {
    "review-at": "2026-12-31T22:30:00Z",
    waivers: [
      {
        requirement: "incident-plan.updated-on-trigger",
        reason: "The new payment code is switched off",
        "granted-by": "mona",
        expires: "2026-12-31",
      },
    ],
    "disabled-gates": [
      {
        gate: "archive",
        reason: "The archive is kept by the parent company",
        source: "acme/shop:.github/portcullis.yml",
      },
    ],
    "alerts-off": [{ source: "dependabot", reason: "Dependencies are scanned by another tool" }],
    exceptions: [
      {
        kind: "waiver",
        what: "incident-plan.updated-on-trigger",
        who: "mona",
        reason: "The new payment code is switched off",
        until: "2026-12-31",
        source: POLICY_PLACE,
      },
      {
        kind: "accepted-deviation",
        what: "D1: Order export lacks a rate limit",
        who: "kari",
        reason: "The export is for staff; the limit ships in v1.4.1",
        until: "2026-11-30",
        source: { repository: "acme/shop", path: REVIEW, line: 20 },
      },
      {
        kind: "gate-off",
        what: "archive",
        who: null,
        reason: "The archive is kept by the parent company",
        until: null,
        source: { ...POLICY_PLACE, repository: "acme/.github" },
      },
      {
        kind: "alerts-off",
        what: "dependabot",
        who: null,
        reason: "Dependencies are scanned by another tool",
        until: null,
        source: POLICY_PLACE,
      },
    ],
  },
);

/** GitHub did not show who is in a team, and a document is missing for each of its readers. */
export const UNKNOWN = decision(
  "unknown",
  [
    gate("security-review", "passed", REVIEWED),
    gate("dpo-approval", "unknown", [
      finding("dpo-approval.authorised", {
        outcome: "unknown",
        message: "Could not look up who the DPO is: team acme/privacy-office: forbidden",
        "acts-next": "administrator",
        locations: [{ path: ".github/portcullis.yml", line: 14 }],
      }),
      finding("dpo-approval.given", {
        outcome: "unknown",
        message: "Could not tell who may approve as DPO.",
        "acts-next": "portcullis",
      }),
    ]),
  ],
  { "review-at": null },
);

/** The plan is not there at all, which each of its requirements finds. */
export const MISSING_DOCUMENT = decision(
  "blocked",
  [
    gate(
      "incident-plan",
      "blocked",
      ["exists", "contact-point", "response-time", "logs", "patching", "responders"].map((id) =>
        finding(`incident-plan.${id}`, {
          outcome: "unsatisfied",
          message: `There is no incident plan at \`${PLAN}\`: no file is there`,
          remedy:
            id === "exists" ? "Write the plan; `portcullis init` lays one out." : `Add ${id}.`,
          "acts-next": id === "responders" ? "incident-responder" : "author",
          locations: [{ path: PLAN, line: 1 }],
        }),
      ),
    ),
    ...approvals("passed"),
  ],
  { "review-at": null },
);

/** The policy itself cannot be used, so nothing else was decided. */
export const BROKEN_POLICY = decision(
  "blocked",
  [
    gate("policy", "blocked", [
      finding("policy.valid", {
        outcome: "unsatisfied",
        message: "`criticalty` is no key of the policy.",
        remedy: "Write `criticality`.",
        source: { document: "portcullis", clause: "Policy" },
        "acts-next": "administrator",
        locations: [{ path: ".github/portcullis.yml", line: 3 }],
      }),
      finding("policy.valid", {
        outcome: "unsatisfied",
        message: "The policy names nobody as DPO.",
        remedy: "Name people or teams under `roles.dpo`.",
        source: { document: "datatilsynet-release", clause: "Release approval" },
        "acts-next": "administrator",
        locations: [{ path: ".github/portcullis.yml", line: 12 }],
      }),
    ]),
  ],
  { "review-at": null },
);

function approvals(outcome: "waiting" | "passed"): readonly GateDecision[] {
  return ["dpo-approval", "security-approval", "final-approval"].map((id) =>
    approvalGate(id, outcome),
  );
}

export function approvalGate(id: string, outcome: "waiting" | "passed"): GateDecision {
  const who = {
    "dpo-approval": ["dpo", "DPO", "team acme/privacy-office", "ola-hansen"],
    "security-approval": ["security-advisor", "security adviser", "team acme/appsec", "ada"],
    "final-approval": [
      "release-authority",
      "release authority",
      "mona, team acme/release-managers",
      "mona",
    ],
  }[id]!;
  const [role, name, names, login] = who;
  const authorised = finding(`${id}.authorised`, {
    message: `The policy names ${names} as ${name}.`,
    locations: [{ path: ".github/portcullis.yml", line: 14 }],
  });
  if (outcome === "passed")
    return gate(id, "passed", [
      authorised,
      finding(`${id}.given`, { message: `${login} approved this commit.` }),
      finding(`${id}.independent`, { message: `${login} took no part in making it.` }),
      finding(`${id}.distinct`, {
        message: `Nobody stands for the ${name} and for another role.`,
      }),
      finding(`${id}.not-objected`, { message: `No ${name} asked for changes.` }),
    ]);
  const none = { outcome: "not-applicable", message: `No ${name} has approved yet.` } as const;
  return gate(id, "waiting", [
    authorised,
    waitingFor(`${id}.given`, role as "dpo", {
      message: `The ${name} has not approved this commit: ${names}.`,
      remedy: "Read what an approval confirms, and approve the pull request in a review.",
    }),
    finding(`${id}.independent`, none),
    finding(`${id}.distinct`, none),
    finding(`${id}.not-objected`, { message: `No ${name} asked for changes.` }),
  ]);
}

function waitingFor(
  requirement: string,
  who: NonNullable<Finding["acts-next"]>,
  parts: Partial<Finding>,
): Finding {
  return finding(requirement, {
    outcome: "waiting",
    remedy: "Approve the pull request in a review.",
    "acts-next": who,
    ...parts,
  });
}

function approval(role: string): [string, string][] {
  return [
    ["authorised", `Who may approve as ${role}`],
    ["given", "This commit was approved"],
    ["independent", "By somebody who did not make it"],
    ["distinct", "By somebody who stands for no other role"],
    ["not-objected", "Nobody objects"],
  ];
}

function gateEntry(
  id: string,
  title: string,
  requirements: readonly (readonly [string, string, boolean?])[],
): CatalogueGate {
  return {
    id,
    title,
    requirements: requirements.map(([name, requirementTitle, item]): CatalogueRequirement => ({
      id: `${id}.${name}`,
      title: requirementTitle,
      source: {
        document: id === "policy" ? "portcullis" : "datatilsynet-release",
        clause: id.endsWith("approval") ? "Release approval" : title,
      },
      reads: "What is read.",
      remedy: "See the documentation.",
      actsNext: "author",
      item: item === true,
    })),
  };
}
