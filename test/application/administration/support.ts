import {
  type Facts,
  type Finding,
  type Locks,
  type PolicyInForce,
  type RepositorySide,
  type Ruleset,
  wantedProtection,
} from "../../../src/application/index.ts";
import type { Policy } from "../../../src/domain/index.ts";
import { policyContext } from "../../../src/application/policy-reading.ts";
import { parsePolicy } from "../../../src/policy/index.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { PEOPLE } from "../../support/shop.ts";

/** The App of these tests. */
export const APP = 1234;

const ROLES = `roles:
  dpo: { users: [ola-hansen] }
  security-advisor: { users: [sigrid-lie] }
  release-authority: { users: [mona-berg] }
  incident-responder: { teams: [incident-response] }
  tester: { teams: [testers] }
`;

/** A policy with these candidates (YAML of the key's value), in a repository whose branch is main. */
export function policyWith(candidates = "{}", more = ""): Policy {
  const text = `version: 1\ncandidates: ${candidates}\n${ROLES}${more}`;
  const source = { repository: "acme/shop", path: ".github/portcullis.yml", text };
  const read = parsePolicy(source, policyContext("main", KNOWLEDGE));
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return read.policy;
}

export function seen<T>(value: T) {
  return { status: "read", value } as const;
}

export const REFUSED = {
  status: "refused",
  reason: "GitHub does not let this token look.",
  remedy: "Use another.",
} as const;

/** A ruleset as `protect` leaves it, with changes. */
export function ruleset(changes: Partial<Ruleset> = {}): Ruleset {
  return {
    id: 1,
    name: "portcullis",
    target: "branch",
    source: "acme/shop",
    isRepositorys: true,
    enforcement: "active",
    include: ["~DEFAULT_BRANCH"],
    exclude: [],
    rules: [checkRule("portcullis", APP, { strict: true })],
    bypass: [],
    ...changes,
  };
}

export function tagRuleset(changes: Partial<Ruleset> = {}): Ruleset {
  return ruleset({
    id: 2,
    name: "portcullis tags",
    target: "tag",
    include: ["refs/tags/v*"],
    rules: [checkRule("portcullis/release", APP), { type: "update" }, { type: "deletion" }],
    ...changes,
  });
}

/** The rule as GitHub writes it. */
export function checkRule(
  context: string,
  appId: number | undefined,
  options: { readonly strict?: boolean; readonly notOnCreate?: boolean } = {},
) {
  return {
    type: "required_status_checks",
    parameters: {
      strict_required_status_checks_policy: options.strict ?? false,
      do_not_enforce_on_create: options.notOnCreate ?? false,
      required_status_checks: [
        { context, ...(appId === undefined ? {} : { integration_id: appId }) },
      ],
    },
  };
}

export const GRANTED = {
  permissions: {
    metadata: "read",
    contents: "write",
    checks: "write",
    pull_requests: "write",
    issues: "write",
    members: "read",
    actions: "read",
    deployments: "write",
    merge_queues: "read",
    statuses: "read",
    vulnerability_alerts: "read",
    security_events: "read",
    secret_scanning_alerts: "read",
  },
  events: [
    "pull_request",
    "pull_request_review",
    "push",
    "check_run",
    "check_suite",
    "issue_comment",
    "release",
    "create",
    "delete",
    "deployment_protection_rule",
    "merge_group",
    "membership",
    "team",
    "dependabot_alert",
    "code_scanning_alert",
    "secret_scanning_alert",
    "membership",
    "team",
    "organization",
  ],
};

export const delivery = (changes: object = {}) => ({
  guid: "a",
  at: "2026-11-20T08:00:00Z",
  event: "push",
  installationId: 7,
  statusCode: 202,
  status: "OK",
  ...changes,
});

/** Deliveries as the App has them from GitHub. */
export const late = (...newestFirst: readonly ReturnType<typeof delivery>[]) =>
  seen({ newestFirst, whole: true });

export interface Changes {
  readonly policy?: Policy;
  readonly reading?: PolicyInForce;
  readonly app?: Facts["app"];
  readonly appChanges?: object;
  readonly side?: Partial<RepositorySide>;
  readonly facts?: Partial<RepositorySide["facts"]>;
  readonly locks?: Partial<Locks>;
}

const APP_SIDE: NonNullable<Facts["app"]> = {
  facts: { id: APP, slug: "portcullis", ...GRANTED },
  installation: {
    id: 7,
    isSuspended: false,
    seesAll: true,
    url: "https://github.com/organizations/acme/settings/installations/7",
    ...GRANTED,
  },
  deliveries: late(delivery()),
};

/** Facts of a repository in which all is well, with changes. */
export function facts(changes: Changes = {}): Facts {
  const policy = changes.policy ?? policyWith();
  const side = {
    fullName: "acme/shop",
    defaultBranch: "main",
    isPrivate: false,
    isAdministrator: true,
    ...changes.facts,
  };
  const reading = changes.reading ?? { status: "valid", policy, problems: [] };
  const locks: Locks = {
    wanted: wantedProtection(policy, { defaultBranch: "main", appId: APP }),
    rulesets: seen([ruleset(), tagRuleset()]),
    branches: {
      main: {
        rules: seen([{ ...checkRule("portcullis", APP, { strict: true }), rulesetId: 1 }]),
        protection: seen(null),
      },
    },
    environments: seen([{ name: "production", apps: seen([APP]), administratorsCanBypass: false }]),
    immutableReleases: seen(true),
    people: {
      users: {
        "ola-hansen": seen(PEOPLE.dpo),
        "sigrid-lie": seen(PEOPLE.security),
        "mona-berg": seen(PEOPLE.manager),
      },
      teams: {
        "acme/incident-response": seen([PEOPLE.responder]),
        "acme/testers": seen([PEOPLE.tester]),
      },
    },
    ...changes.locks,
  };
  return {
    name: "acme/shop",
    at: new Date("2026-11-20T09:00:00Z"),
    appId: APP,
    app: changes.app === undefined ? { ...APP_SIDE, ...changes.appChanges } : changes.app,
    repository: {
      facts: side,
      readAs: "app",
      policy: reading,
      floor: { name: "acme/.github", appSees: true, personSees: true },
      locks: reading.status === "valid" ? locks : null,
      ...changes.side,
    },
  };
}

export const installation = (changes: object) => ({
  appChanges: { installation: { ...APP_SIDE.installation, ...changes } },
});

/** What is not well, as `level check: what`. */
export function troubles(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ level }) => level !== "ok")
    .map(({ level, check, what }) => `${level} ${check}: ${what}`);
}
