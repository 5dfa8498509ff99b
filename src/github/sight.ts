import { EvidenceUnavailable } from "../application/index.ts";
import type { Api } from "./api.ts";
import type { CommitWithPaths } from "./entries-at.ts";
import type { PartialErrors, Path } from "./partial-errors.ts";
import { extendedBefore, type PoliciesAnswer } from "./policies.ts";
import type { Remembered } from "./remembered.ts";
import {
  headIn,
  snapshotSchema,
  type HeadAnswer,
  type PullRequestAnswer,
  type RepositoryAnswer,
} from "./snapshot-answer.ts";
import { HEAD_AT, snapshotQuery, type HeadBy, type StartBy } from "./snapshot-query.ts";
import type { WantedPaths } from "./wanted-paths.ts";

export const PULL_REQUEST_AT: Path = ["repository", "pullRequest"];

/** One answer in which a commit was seen, with the policies and everything that is wanted of it. */
export interface CommitSight {
  /** What it is remembered by. */
  readonly key: string;
  /** `owner/name` as GitHub writes it. */
  readonly fullName: string;
  readonly repository: RepositoryAnswer;
  readonly head: HeadAnswer;
  readonly headCommit: CommitWithPaths;
  readonly startBy: StartBy;
  /** The policies of other repositories, and which of them are extended. */
  readonly others: PoliciesAnswer["others"];
  readonly extended: readonly string[];
  readonly errors: PartialErrors;
  readonly paths: WantedPaths;
}

/** One answer in which the pull request, and the head commit it points at, were seen together. */
export interface Sight extends CommitSight {
  readonly pullRequest: PullRequestAnswer;
}

export interface SightRequest {
  readonly repository: string;
  readonly number: number;
  readonly appId: number;
  readonly paths: WantedPaths;
}

const ATTEMPTS = 3;

/**
 * Reads the pull request until the commit that was read is the one it points at; null when it is
 * gone. One request, unless its list of commits does not end with its head, or it moves.
 */
export async function see(
  api: Api,
  request: SightRequest,
  remembered: Remembered,
): Promise<Sight | null> {
  const key = `${request.repository.toLowerCase()}#${request.number}`;
  let headBy = by<HeadBy>(remembered.heads.get(key), { how: "last-commit" });
  const startBy = by<StartBy>(remembered.starts.get(key), { how: "first-parent" });
  const extended = extendedBefore(request.repository, remembered);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const operation = snapshotQuery({ ...request, head: headBy, start: startBy, extended });
    const { data, errors } = await api.graphql(operation, snapshotSchema);
    const { repository } = data;
    if (errors.notFound(["repository"]) || errors.notFound(PULL_REQUEST_AT)) return null;
    if (!repository?.pullRequest) throw refused("the pull request", errors);
    const { pullRequest } = repository;
    throwWhereTheCandidateIsUnclear(errors);
    const head = headIn(repository);
    if (head?.oid === pullRequest.headRefOid) {
      if (endsWithItsHead(pullRequest)) remembered.heads.delete(key);
      const headCommit = { at: HEAD_AT[headBy.how], answer: head, errors };
      const fullName = repository.nameWithOwner;
      const { paths } = request;
      return {
        key,
        fullName,
        repository,
        pullRequest,
        head,
        headCommit,
        startBy,
        others: data,
        extended,
        errors,
        paths,
      };
    }
    if (errors.typesAt(HEAD_AT[headBy.how]).includes("FORBIDDEN"))
      throw refused("the commit", errors);
    headBy = { how: "id", id: pullRequest.headRefOid };
    remembered.heads.set(key, pullRequest.headRefOid);
  }
  throw new EvidenceUnavailable(
    "unexpected-answer",
    "GitHub does not give the commit that the pull request points at.",
  );
}

/** Whether the list of commits, all of it, leads to the head: then no detour is needed next time. */
function endsWithItsHead({ commits, headRefOid }: PullRequestAnswer): boolean {
  if (!commits || commits.pageInfo.hasNextPage) return false;
  return commits.nodes?.at(-1)?.commit.oid === headRefOid;
}

function by<T>(
  id: string | undefined,
  otherwise: T,
): T | { readonly how: "id"; readonly id: string } {
  return id === undefined ? otherwise : { how: "id", id };
}

/** These make up the candidate itself: read only in part they would tell of another one. */
function throwWhereTheCandidateIsUnclear(errors: PartialErrors): void {
  for (const field of ["author", "labels"])
    if (errors.typesAt([...PULL_REQUEST_AT, field]).length > 0)
      throw refused("the pull request", errors);
}

/** Where a part that must be there is refused, GitHub leaves out everything around it. */
function refused(what: string, errors: PartialErrors): EvidenceUnavailable {
  const parts = errors.partsBelow(PULL_REQUEST_AT);
  const where = parts.length === 0 ? "" : ` (${parts.slice(0, 3).join(", ")})`;
  const isRefusal = errors.typesAt(["repository"]).includes("FORBIDDEN");
  return isRefusal
    ? new EvidenceUnavailable(
        "forbidden",
        `GitHub does not let the App read ${what}${where}. Check the permissions of its installation.`,
      )
    : new EvidenceUnavailable("unreachable", `GitHub could not answer for ${what}${where}.`);
}
