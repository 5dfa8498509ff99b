import type { Decision, Policy, Role } from "../domain/index.ts";
import { ROLES } from "../domain/index.ts";
import type { Names, NotAsked, PublishedComment } from "./ports.ts";

/** What only an approval can mend. */
const APPROVALS = new Set([
  "incident-plan.responders",
  "security-review.experts",
  "security-review.testers",
  ...["dpo-approval", "security-approval", "final-approval"].flatMap((gate) => [
    `${gate}.given`,
    `${gate}.independent`,
    `${gate}.distinct`,
  ]),
]);

/** What an approval mends, as long as it only waits for one. */
const WAITING_FOR_APPROVAL = new Set([
  "data-minimisation.new-data",
  "secure-development.reviewed-changes",
]);

const NOBODY: Names = { users: [], teams: [] };

export interface Asking {
  readonly decision: Decision;
  readonly policy: Policy;
  readonly draft: boolean;
  /** Login of whoever opened the pull request: GitHub refuses to ask them. */
  readonly author: string | null;
  readonly comment: PublishedComment | null;
}

/**
 * Whose review to ask for: everyone of the roles that have yet to approve, once nothing but
 * approvals is missing. Nobody is asked twice for the same commit, also not when they took
 * themselves off the list.
 */
export function reviewRequests(asking: Asking): Names {
  const { decision, policy, draft, author } = asking;
  if (draft || policy.requestReviews === "never") return NOBODY;
  const open = decision.gates
    .filter((gate) => gate["enforce-from"] === undefined)
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding["acts-next"] !== undefined);
  const isReady = open.every(
    ({ requirement, outcome }) =>
      APPROVALS.has(requirement) ||
      (outcome === "waiting" && WAITING_FOR_APPROVAL.has(requirement)),
  );
  if (!isReady && policy.requestReviews !== "always") return NOBODY;
  const roles = ROLES.filter((role) =>
    open.some((each) => APPROVALS.has(each.requirement) && each["acts-next"] === role),
  );
  const asked = askedBefore(asking.comment, decision.candidate.commit);
  const fresh = (name: string) => !asked.includes(name) && name !== author?.toLowerCase();
  return {
    users: namesOf(roles, policy, "users").filter(fresh),
    teams: namesOf(roles, policy, "teams").filter(fresh),
  };
}

/**
 * A line for the comment that remembers who was asked for which commit. Nobody sees it. Who could not
 * be asked is not among them: they are asked as soon as they can be.
 */
export function rememberAsked(
  requests: Names,
  notAsked: readonly NotAsked[],
  comment: PublishedComment | null,
  commit: string,
): string {
  const asked = [...requests.users, ...requests.teams].filter(
    (wanted) => !notAsked.some(({ name }) => name === wanted),
  );
  const names = [...askedBefore(comment, commit), ...asked];
  if (names.length === 0) return "";
  return `\n<!-- portcullis asked ${commit}: ${[...new Set(names)].sort().join(" ")} -->\n`;
}

const ASKED = /^<!-- portcullis asked ([0-9a-f]+): ([\w./ -]*) -->$/m;

function askedBefore(comment: PublishedComment | null, commit: string): readonly string[] {
  const [, asked, names] = ASKED.exec(comment?.body.replaceAll("\r", "") ?? "") ?? [];
  return asked === commit ? (names ?? "").split(" ").filter((name) => name !== "") : [];
}

function namesOf(roles: readonly Role[], policy: Policy, kind: keyof Names): readonly string[] {
  const names = roles.flatMap((role) => policy.roles[role][kind]);
  return [...new Set(names.map((name) => name.toLowerCase()))];
}
