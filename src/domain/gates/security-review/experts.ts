import {
  ROLE_NAMES,
  contributorsOf,
  holdersOf,
  isAmong,
  isNamed,
  placesInConflict,
  reviewsOf,
} from "../../approvals.ts";
import type { Case } from "../../case.ts";
import type { Document, SecurityReview } from "../../documents.ts";
import type { Reading } from "../../evidence.ts";
import type { Person, Role } from "../../person.ts";
import { whyNobody } from "../../nobody.ts";
import { insteadOfAsking } from "../../nothing-carries.ts";
import { at, inField, whenRead } from "../../reading.ts";
import {
  onlyGitHub,
  satisfied,
  unknown,
  unsatisfied,
  waiting,
  type Result,
} from "../../requirement.ts";

type Review = Document<SecurityReview>;

const ASK = "Ask a person of the role, who did not make it, to approve the newest commit.";

const EXPERTS = {
  key: "experts",
  name: "experts",
  missing: "The review names no group of experts.",
} as const;

/** Whether enough groups took part: different roles, and a different independent person for each. */
export function experts(review: Review, c: Case): Result | readonly Result[] {
  return inField(review, EXPERTS, (groups) => {
    const locations = [at(review, "experts")];
    const roles = [...new Set(groups.map(({ role }) => role))];
    const wanted = c.policy.experts;
    // What the document alone rules out needs nobody's approval to be wrong.
    if (roles.length < wanted) {
      return unsatisfied(
        `${roles.length} of ${wanted} different groups of experts took part: ${roles.map((role) => ROLE_NAMES[role]).join(", ") || "none"}.`,
        { locations, actsNext: "author" },
      );
    }
    const unnamed = roles.filter((role) => !isNamed(c, role));
    if (unnamed.length > 0) return nobodyNamed(unnamed, review);
    const nobody = firstOf(roles, (role) => whyNobody(c, role, locations));
    if (nobody) return nobody;
    if (roles.some((role) => holdersOf(c, role).onlyGitHub)) {
      return onlyGitHub("whether the experts approved");
    }
    return tookPart(roles, review, c);
  });
}

/** Whether a tester took part. Datatilsynet, introduction: "testers should contribute". */
export function testers(review: Review, c: Case): Result | readonly Result[] {
  return inField(review, EXPERTS, (groups) => {
    const locations = [at(review, "experts")];
    if (!groups.some(({ role }) => role === "tester")) {
      return unsatisfied("No group of the review has the role tester.", {
        locations,
        actsNext: "author",
      });
    }
    if (!isNamed(c, "tester")) return nobodyNamed(["tester"], review);
    const nobody = whyNobody(c, "tester", locations);
    if (nobody) return nobody;
    if (holdersOf(c, "tester").onlyGitHub) return onlyGitHub("whether a tester approved");
    return whenRead(independentApprovers("tester", c), "the reviews", ([tester]) => {
      if (tester)
        return satisfied(`${tester.login}, a tester, approved this commit.`, { locations });
      return (
        unreadableHolders(["tester"], c) ??
        waiting("No independent tester has approved this commit.", {
          locations,
          remedy: ASK,
          ...insteadOfAsking(c),
        })
      );
    });
  });
}

function tookPart(roles: readonly Role[], review: Review, c: Case): Result {
  const locations = [at(review, "experts")];
  const choices: (readonly Person[])[] = [];
  for (const role of roles) {
    const approvers = independentApprovers(role, c);
    if (approvers.status !== "read") return whenRead(approvers, "the reviews", () => waiting(""));
    choices.push(approvers.value);
  }
  const absent = roles.filter((_, index) => choices[index]?.length === 0);
  const [next] = absent;
  if (next) {
    return (
      unreadableHolders(absent, c) ??
      waiting(
        `Still to approve this commit: ${absent.map((role) => ROLE_NAMES[role]).join(", ")}.`,
        { locations, actsNext: next, remedy: ASK, ...insteadOfAsking(c) },
      )
    );
  }
  const conflict = placesInConflict(choices).flatMap((index) => roles[index] ?? []);
  const [rival] = conflict;
  if (rival) {
    return waiting(
      `One person cannot stand for ${conflict.map((role) => ROLE_NAMES[role]).join(" and ")}: another has to approve.`,
      { locations, actsNext: rival, remedy: ASK },
    );
  }
  return satisfied(
    `${roles.length} groups of experts took part: ${roles.map((role) => ROLE_NAMES[role]).join(", ")}.`,
    { locations },
  );
}

function independentApprovers(role: Role, c: Case): Reading<readonly Person[]> {
  const reviews = reviewsOf(c, role);
  if (reviews.status !== "read") return reviews;
  const contributors = contributorsOf(c);
  if (contributors.status !== "read") return contributors;
  if (contributors.value.unnamed.length > 0 && reviews.value.approvedBy.length > 0) {
    return {
      status: "unreadable",
      reason: `GitHub cannot name who made ${contributors.value.unnamed.length} of the commits.`,
    };
  }
  return {
    status: "read",
    value: reviews.value.approvedBy.filter((p) => !isAmong(p, contributors.value.people)),
  };
}

function firstOf<T, R>(list: readonly T[], find: (each: T) => R | null): R | null {
  for (const each of list) {
    const found = find(each);
    if (found !== null) return found;
  }
  return null;
}

function unreadableHolders(roles: readonly Role[], c: Case): Result | null {
  const reasons = roles.flatMap((role) => holdersOf(c, role).unreadable);
  return reasons.length === 0
    ? null
    : unknown(`Could not look up the experts: ${reasons.join("; ")}`, {
        actsNext: "administrator",
      });
}

function nobodyNamed(roles: readonly Role[], review: Review): Result {
  return unsatisfied(
    `The policy names nobody as ${roles.map((role) => ROLE_NAMES[role]).join(" or ")}.`,
    {
      locations: [at(review, "experts")],
      actsNext: "administrator",
      remedy: `Name people or teams under ${roles.map((role) => `roles.${role}`).join(", ")} in the policy.`,
    },
  );
}
