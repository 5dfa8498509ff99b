import type { Account, Organization } from "../../world/accounts.ts";
import type { Repository } from "../../world/repositories.ts";

/** What an author is to a repository: `author_association`. */
export function association(repository: Repository, account: Account): string {
  const { owner } = repository;
  if (owner === account) return "OWNER";
  if ("members" in owner && (owner as Organization).members.has(account)) return "MEMBER";
  if (repository.collaborators.has(account)) return "COLLABORATOR";
  const merged = [...repository.issues.values()].some(
    (issue) => issue.author === account && issue.state === "MERGED",
  );
  return merged ? "CONTRIBUTOR" : "NONE";
}
