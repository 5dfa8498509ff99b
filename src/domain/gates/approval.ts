import {
  ROLE_NAMES,
  contributorsOf,
  holdersOf,
  isAmong,
  placesInConflict,
  reviewsOf,
  whyNothingCarries,
  type Holders,
  type RoleReviews,
} from "../approvals.ts";
import type { Case } from "../case.ts";
import { whyNobody } from "../nobody.ts";
import { insteadOfAsking } from "../nothing-carries.ts";
import { APPROVING_ROLES, type ApprovingRole, type Person } from "../person.ts";
import { whenRead } from "../reading.ts";
import { placeOf } from "./policy.ts";
import {
  notApplicable,
  onlyGitHub,
  satisfied,
  unknown,
  unsatisfied,
  waiting,
  type Gate,
  type Requirement,
  type Result,
} from "../requirement.ts";

/**
 * A gate that opens when someone of a role approved exactly this commit.
 * Datatilsynet, "Release approval".
 */
export function approvalGate(id: string, role: ApprovingRole): Gate {
  const requirements: readonly Requirement[] = [
    { id: "authorised", check: (c) => authorised(c, role) },
    { id: "given", check: (c) => given(c, role) },
    { id: "independent", check: (c) => independent(c, role) },
    { id: "distinct", check: (c) => distinct(c, role) },
    { id: "not-objected", check: (c) => notObjected(c, role) },
  ];
  return { id, requirements: () => requirements };
}

export const dpoApproval = approvalGate("dpo-approval", "dpo");
export const securityApproval = approvalGate("security-approval", "security-advisor");
export const finalApproval = approvalGate("final-approval", "release-authority");

function authorised(c: Case, role: ApprovingRole): Result {
  const holders = holdersOf(c, role);
  const locations = placeOf(c.policy.roles[role], c.evidence.candidate.repository);
  const nobody = whyNobody(c, role, locations);
  if (nobody) return nobody;
  if (holders.unreadable.length > 0) {
    return unknown(
      `Could not look up who the ${ROLE_NAMES[role]} is: ${holders.unreadable.join("; ")}`,
      { locations, actsNext: "administrator" },
    );
  }
  if (holders.onlyGitHub) return onlyGitHub(`whether the ${ROLE_NAMES[role]} exists`);
  return satisfied(`The policy names ${names(c, role)} as ${ROLE_NAMES[role]}.`, { locations });
}

function given(c: Case, role: ApprovingRole): Result {
  return withReviews(c, role, (reviews, holders) => {
    const [first] = reviews.approvedBy;
    if (first) return satisfied(`${list(logins(reviews.approvedBy))} approved ${approved(c)}.`);
    const why = whyNothingCarries(c);
    if (why !== null) return waiting(why, insteadOfAsking(c));
    if (holders.unreadable.length > 0) {
      return unknown(`Could not tell who may approve as ${ROLE_NAMES[role]}.`);
    }
    return waiting(
      `The ${ROLE_NAMES[role]} (${names(c, role)}) has not approved this commit.${staleNote(c, reviews)}`,
    );
  });
}

/** Approvals of a merged pull request carry to the commit that it became. */
function approved(c: Case): string {
  const { commit, pullRequest } = c.evidence.candidate;
  if (!pullRequest || pullRequest.head.commit === commit) return "this commit";
  return `exactly these files, in pull request ${pullRequest.number}`;
}

function independent(c: Case, role: ApprovingRole): Result {
  return afterApproval(c, role, ({ approvedBy }) =>
    whenRead(c.evidence.commits, "the commits", () => {
      if (independentOf(c, approvedBy).length > 0) {
        const outsiders = logins(independentOf(c, approvedBy));
        return unnamedCommits(c) ?? satisfied(`${list(outsiders)} took no part in making it.`);
      }
      return unsatisfied(
        `${list(logins(approvedBy))} approved, but opened the pull request or has a part in its commits.`,
      );
    }),
  );
}

function distinct(c: Case, role: ApprovingRole): Result {
  return afterApproval(c, role, () => {
    const candidates = APPROVING_ROLES.map((each) => approversOf(c, each));
    const places = APPROVING_ROLES.map((each, index) => ({
      role: each,
      people: candidates[index] ?? [],
    })).filter(({ people }) => people.length > 0);
    const conflicts = placesInConflict(places.map(({ people }) => people));
    const rivals = conflicts.flatMap((index) => places[index]?.role ?? []);
    if (!rivals.includes(role)) {
      return satisfied(`Nobody stands for the ${ROLE_NAMES[role]} and for another role.`);
    }
    const people = logins(approversOf(c, role));
    const others = rivals.filter((rival) => rival !== role).map((rival) => ROLE_NAMES[rival]);
    return unsatisfied(
      `${list(people)} cannot stand for the ${ROLE_NAMES[role]} and for the ${others.join(" and the ")} at once.`,
    );
  });
}

function notObjected(c: Case, role: ApprovingRole): Result {
  return withReviews(c, role, ({ objections }, holders) => {
    if (objections.length > 0) {
      const who = objections.flatMap(({ author }) => author?.login ?? []);
      const dismissed = objections.some(({ state }) => state === "dismissed");
      return unsatisfied(
        `${list(who)} asked for changes${dismissed ? "; somebody else dismissed that, so it still stands" : ""}.`,
      );
    }
    if (holders.unreadable.length > 0) {
      return unknown(`Could not tell whether a ${ROLE_NAMES[role]} asked for changes.`);
    }
    return satisfied(`No ${ROLE_NAMES[role]} asked for changes.`);
  });
}

/** Independent people who approved as the role; those who made the candidate are left out. */
function approversOf(c: Case, role: ApprovingRole): readonly Person[] {
  const reviews = reviewsOf(c, role);
  return reviews.status === "read" ? independentOf(c, reviews.value.approvedBy) : [];
}

function independentOf(c: Case, people: readonly Person[]): readonly Person[] {
  const contributors = contributorsOf(c);
  if (contributors.status !== "read") return [];
  return people.filter((person) => !isAmong(person, contributors.value.people));
}

function unnamedCommits(c: Case): Result | null {
  const contributors = contributorsOf(c);
  if (contributors.status !== "read" || contributors.value.unnamed.length === 0) return null;
  const commits = contributors.value.unnamed.map((oid) => `\`${oid.slice(0, 7)}\``);
  return unknown(
    `GitHub cannot name the author or committer of ${commits.slice(0, 5).join(", ")}${commits.length > 5 ? ` and ${commits.length - 5} more` : ""}, so nobody can tell whether an approver made them.`,
    {
      actsNext: "author",
      remedy:
        "Link the commit's e-mail address to a GitHub account, or commit again with an address that is linked.",
    },
  );
}

function withReviews(
  c: Case,
  role: ApprovingRole,
  use: (reviews: RoleReviews, holders: Holders) => Result,
): Result {
  const holders = holdersOf(c, role);
  if (holders.onlyGitHub) return onlyGitHub(`what the ${ROLE_NAMES[role]} said`);
  return whenRead(reviewsOf(c, role), "the reviews", (reviews) => use(reviews, holders));
}

function afterApproval(
  c: Case,
  role: ApprovingRole,
  use: (reviews: RoleReviews) => Result,
): Result {
  return withReviews(c, role, (reviews) =>
    reviews.approvedBy.length === 0
      ? notApplicable(`No ${ROLE_NAMES[role]} has approved yet.`)
      : use(reviews),
  );
}

function staleNote(c: Case, { stale }: RoleReviews): string {
  const [newest] = stale.slice(-1);
  if (!newest?.author) return "";
  if (newest.commit === c.evidence.candidate.pullRequest?.head.commit) {
    return ` ${newest.author.login} approved before the pull request became what it is now: its base, its labels or its state changed.`;
  }
  const what = newest.commit ? ` \`${newest.commit.slice(0, 7)}\`` : " an earlier state";
  return ` ${newest.author.login} approved${what}, which is not what would ship now.`;
}

/** Whom the policy names, for people: `ola-hansen, team acme/dpo`. */
function names(c: Case, role: ApprovingRole): string {
  const { users, teams } = c.policy.roles[role];
  return list([...users, ...teams.map((team) => `team ${team}`)]);
}

const logins = (people: readonly Person[]) => people.map(({ login }) => login);

const list = (words: readonly string[]) => words.join(", ");
