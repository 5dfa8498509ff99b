import { ROLE_NAMES, holdersOf } from "./approvals.ts";
import type { Case } from "./case.ts";
import type { Location } from "./decision.ts";
import type { Role } from "./person.ts";
import { unsatisfied, type Result } from "./requirement.ts";

/**
 * Why a role that the policy names people for has nobody who could ever act: a name that GitHub does
 * not know, or teams without members. Null where somebody could, or where nobody can tell.
 */
export function whyNobody(c: Case, role: Role, locations: readonly Location[]): Result | null {
  const { people, missing, unreadable, onlyGitHub } = holdersOf(c, role);
  const details = {
    locations,
    actsNext: "administrator",
    remedy: `Correct roles.${role} in the policy, or create the account or team.`,
  } as const;
  if (missing.length > 0) {
    const names = missing.join(", ");
    return unsatisfied(
      `The policy names ${names} as ${ROLE_NAMES[role]}, whom GitHub does not know.`,
      details,
    );
  }
  if (people.length > 0 || unreadable.length > 0 || onlyGitHub) return null;
  return unsatisfied(`Nobody is ${ROLE_NAMES[role]}: what the policy names has no members.`, {
    ...details,
    remedy: "Add a person to the team, or name another in the policy.",
  });
}
