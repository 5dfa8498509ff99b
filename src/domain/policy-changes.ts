import {
  contributorsOf,
  holdersUnder,
  isAmong,
  placesInConflict,
  reviewsBy,
  type Holders,
} from "./approvals.ts";
import type { Case } from "./case.ts";
import type { PolicyChange } from "./evidence.ts";
import type { Person } from "./person.ts";
import type { Policy } from "./policy.ts";
import { PRIVACY_GATES } from "./privacy-gates.ts";

/** A version of the repository's policy, and what it says; null where it was never usable. */
export interface PolicyVersion {
  readonly change: PolicyChange;
  readonly policy: Policy | null;
}

/** Who has to approve a change of the policy. */
export type PolicyRole = "release-authority" | "dpo";

/** What became of one change. */
export type Verdict = { readonly status: "approved"; readonly by: readonly Person[] } | Missing;

/** The roles whose approval is not there, and why it may not be told. */
export interface Missing {
  readonly status: "missing";
  readonly roles: readonly PolicyRole[];
  readonly unread: string | null;
}

/** How the newest change of a policy stands. */
export interface Standing {
  readonly newest: PolicyVersion;
  /** The newest version before it that those approved who were authorised to; null: it is the first. */
  readonly base: (PolicyVersion & { readonly policy: Policy }) | null;
  /** Whose approval the newest change needs, by `base`. */
  readonly asked: readonly PolicyRole[];
  readonly verdict: Verdict;
}

/**
 * How the newest change stands. A change counts when those approved it whom the newest approved
 * version before it names: a version that nobody approved authorises nobody, or two changes in a row
 * would be a way around. The first usable version needs no approval. Null where there is none at all.
 */
export function standingOf(c: Case): Standing | null {
  let standing: Standing | null = null;
  let base: Standing["base"] = null;
  let unread: string | null = null;
  for (const version of c.policyVersions.toReversed()) {
    const { policy } = version;
    if (base === null) {
      standing = { newest: version, base, asked: [], verdict: { status: "approved", by: [] } };
      if (policy !== null) base = { ...version, policy };
      continue;
    }
    const asked = askedFor(base.policy, policy);
    const verdict = verdictOn(c, version.change, base.policy, asked);
    standing = { newest: version, base, asked, verdict: withDoubt(verdict, unread) };
    if (policy === null) continue;
    if (verdict.status === "approved") base = { ...version, policy };
    // Nobody can tell whether it authorises somebody, so nobody can tell of the later ones.
    else if (verdict.unread !== null) unread = verdict.unread;
  }
  return standing;
}

/** Who of those that a policy authorises approved the candidate itself, one for each role; or who is missing. */
export function approvalsHere(c: Case, policy: Policy, asked: readonly PolicyRole[]): Verdict {
  const contributors = contributorsOf(c);
  if (contributors.status !== "read" || contributors.value.unnamed.length > 0)
    return { status: "missing", roles: asked, unread: null };
  const { people: madeBy } = contributors.value;
  return chosen(c, policy, asked, (_, { people }) => {
    const reviews = reviewsBy(c, people, "push");
    const approvedBy = reviews.status === "read" ? reviews.value.approvedBy : [];
    return approvedBy.filter((person) => !isAmong(person, madeBy));
  });
}

/** The DPO is asked where the change touches who decides, what is excused, or what privacy asks for. */
function askedFor(before: Policy, after: Policy | null): readonly PolicyRole[] {
  // Of what cannot be understood nobody can tell what it touches.
  const concernsDpo = after === null || concerns(before) !== concerns(after);
  return concernsDpo ? ["release-authority", "dpo"] : ["release-authority"];
}

function concerns(policy: Policy): string {
  const { dataMap, privacyEngineering, threatModel, vex } = policy.documents;
  const settings = [
    policy.mode,
    Object.entries(policy.roles).map(([role, { users, teams }]) => [role, users, teams]),
    policy.waivers,
    PRIVACY_GATES.map((gate) => [policy.gates[gate], policy.checklists[gate]]),
    [policy.alerts, policy.alertsOff],
    [dataMap, privacyEngineering, threatModel, vex],
  ];
  // A line that moves changes nothing.
  return JSON.stringify(settings, (key, value: unknown) => (key === "place" ? undefined : value));
}

function verdictOn(
  c: Case,
  { pullRequest }: PolicyChange,
  before: Policy,
  asked: readonly PolicyRole[],
): Verdict {
  if (pullRequest?.leftIt !== true) return { status: "missing", roles: asked, unread: null };
  const { approvedBy, madeBy, unnamed } = pullRequest;
  const verdict = chosen(c, before, asked, (_, { people }) =>
    people.filter((person) => isAmong(person, approvedBy) && !isAmong(person, madeBy)),
  );
  if (verdict.status === "missing" || !unnamed || before.unlinkedAuthors === "ignore")
    return verdict;
  const reason = `GitHub cannot name everybody who made pull request ${pullRequest.number}.`;
  return { status: "missing", roles: asked, unread: reason };
}

/** A different person for each role, or the roles for which there is none. */
function chosen(
  c: Case,
  policy: Policy,
  asked: readonly PolicyRole[],
  approversIn: (role: PolicyRole, holders: Holders) => readonly Person[],
): Verdict {
  const places = asked.map((role) => {
    const holders = holdersUnder(c, policy, role);
    return { role, holders, people: approversIn(role, holders) };
  });
  const conflict = placesInConflict(places.map(({ people }) => people));
  if (conflict.length === 0) {
    const by = places.flatMap(({ people }) => people);
    return { status: "approved", by: by.filter((person, at) => !isAmong(person, by.slice(0, at))) };
  }
  const open = places.filter((_, at) => conflict.includes(at));
  const unread = open.flatMap(({ holders }) => holders.unreadable);
  return {
    status: "missing",
    roles: open.map(({ role }) => role),
    unread: unread.length > 0 ? `Who they are could not be looked up: ${unread.join("; ")}` : null,
  };
}

function withDoubt(verdict: Verdict, unread: string | null): Verdict {
  if (unread === null) return verdict;
  const roles = verdict.status === "missing" ? verdict.roles : [];
  return { status: "missing", roles, unread };
}
