import { ROLE_NAMES } from "../../approvals.ts";
import type { Case } from "../../case.ts";
import type { PolicyHistory } from "../../evidence.ts";
import type { Policy } from "../../policy.ts";
import {
  approvalsHere,
  standingOf,
  type Missing,
  type PolicyRole,
  type Standing,
} from "../../policy-changes.ts";
import { whenRead } from "../../reading.ts";
import {
  notApplicable,
  satisfied,
  unknown,
  unsatisfied,
  waiting,
  type Result,
} from "../../requirement.ts";

/**
 * Whether those approved the policy's newest change whom the policy before it authorised.
 * Datatilsynet, "Release approval": the organisation "must define who is authorised".
 */
export function approved(c: Case): Result {
  const what = "whether the policy's newest change was approved";
  return whenRead(c.evidence.policyHistory, what, ({ changes }) => {
    const standing = standingOf(c);
    if (standing === null || changes.length === 0)
      return notApplicable("The repository never had a policy of its own.");
    return resultOf(c, standing, changes);
  });
}

function resultOf(c: Case, standing: Standing, changes: PolicyHistory["changes"]): Result {
  const { newest, base, asked, verdict } = standing;
  const locations = placesOf(standing);
  const number = newest.change.pullRequest?.number;
  if (base === null)
    return satisfied("This is the repository's first policy, which needs nobody's approval.", {
      locations,
    });
  if (verdict.status === "approved") {
    const who = list(verdict.by.map(({ login }) => login));
    return satisfied(
      `${who} approved pull request ${number ?? ""}, the policy's newest change, as those whom the policy before it authorises.`,
      { locations },
    );
  }
  if (c.evidence.changesPolicy) {
    const here = approvalsHere(c, base.policy, asked);
    if (here.status === "approved")
      return satisfied(
        `The policy's newest change was not approved, but ${list(here.by.map(({ login }) => login))}, whom the policy before it authorises, approved this commit, which changes it again.`,
        { locations },
      );
  }
  if (verdict.unread !== null)
    return unknown(
      `Could not tell whether the policy's newest change was approved. ${verdict.unread}`,
      { locations },
    );
  return open(c, standing, verdict, changes);
}

function open(
  c: Case,
  { newest, base, asked }: Standing,
  { roles }: Missing,
  changes: PolicyHistory["changes"],
): Result {
  const { commit, pullRequest } = newest.change;
  const policy = base?.policy ?? c.policy;
  const details = { locations: placesOf({ newest }), actsNext: roles[0] ?? "release-authority" };
  // The policy directly before it may be one that nobody approved: it authorises nobody.
  const isLast = changes[1]?.commit === base?.change.commit;
  const by = `whom the ${isLast ? "policy before it" : "last approved policy"} names`;
  const mend = `Open a pull request that changes the policy again, to what it should be (a comment in it will do, where it should stay), and have it approved at its newest commit by ${people(policy, asked)}. Their approvals count in that pull request at once, and for everything once it is merged.`;
  if (c.evidence.changesPolicy)
    return waiting(
      `The policy's newest change, commit \`${commit.slice(0, 7)}\`, was not approved by those whom the policy before it authorises. This change of it lacks the approval of ${people(policy, asked)}, ${by}.`,
      { ...details, remedy: `Ask ${people(policy, asked)} to approve this at its newest commit.` },
    );
  if (pullRequest === null)
    return unsatisfied(
      `The policy's newest change, commit \`${commit.slice(0, 7)}\`, came past all pull requests: ${people(policy, asked)}, ${by}, did not approve it.`,
      { ...details, actsNext: "administrator", remedy: mend },
    );
  if (!pullRequest.leftIt)
    return unsatisfied(
      `What pull request ${pullRequest.number} left as the policy is not what was up for approval in it: the base moved between. ${people(policy, asked)}, ${by}, did not approve what stands.`,
      { ...details, actsNext: "administrator", remedy: mend },
    );
  return waiting(
    `Pull request ${pullRequest.number}, the policy's newest change, lacks the approval of ${people(policy, roles)}, ${by}.`,
    {
      ...details,
      remedy: `Ask for it in pull request ${pullRequest.number}: approvals given after merging count, by people who had no part in its commits. Or: ${mend.charAt(0).toLowerCase()}${mend.slice(1)}`,
    },
  );
}

function placesOf({ newest }: Pick<Standing, "newest">): Result["locations"] {
  const { left } = newest.change;
  return left.entry.kind === "missing" ? [] : [{ path: left.path, line: 1 }];
}

/** Roles with whom the policy names for them: "the release authority (mona, acme/managers)". */
function people(policy: Policy, roles: readonly PolicyRole[]): string {
  const words = roles.map((role) => {
    const { users, teams } = policy.roles[role];
    const names = [...users, ...teams].join(", ");
    return `the ${ROLE_NAMES[role]} (${names === "" ? "nobody is named" : names})`;
  });
  return words.join(" and ");
}

function list(names: readonly string[]): string {
  return names.join(", ");
}
