import type { Decided, Judgement } from "./judge.ts";
import type { Knowledge } from "./knowledge.ts";
import type { CommitSnapshot, Publication, PullRequestSnapshot } from "./ports.ts";
import { comment, noLongerARelease } from "./report/index.ts";
import { rememberAsked, reviewRequests } from "./requests.ts";
import { isOpen, reportOf, sharedChecks, type AnyDecided, type AnySeen } from "./shared-checks.ts";

type Seen = Extract<Judgement, { snapshot: unknown }>;
type SeenCommit = Extract<Judgement<CommitSnapshot>, { snapshot: unknown }>;

export interface PublicationOptions {
  readonly knowledge: Knowledge;
  /** `https://github.com`, or the address of the Enterprise Server. */
  readonly webUrl: string;
}

const NOBODY = { users: [], teams: [] };

/**
 * What people are to see of a pull request and its head commit. Checks belong to the commit, which
 * several candidates can share: they show the worst of all that are open. Null where there is
 * nothing to say.
 */
export function plan(
  own: Seen,
  siblings: readonly AnySeen[],
  options: PublicationOptions,
): Publication | null {
  const { candidate } = own.snapshot;
  const all = [own, ...siblings];
  const candidates = all.filter((each) => each.status === "decided");
  // A pull request that was closed says nothing more; what it shared a commit with still does.
  if (candidates.length === 0 && !isOpen(own)) return null;
  const number = candidate.pullRequest?.number ?? 0;
  return {
    repository: candidate.repository,
    commit: candidate.commit,
    pullRequest: number,
    page: `pull/${number}`,
    checks: sharedChecks(all, options),
    ...conversation(own, candidates, options),
  };
}

/** The same for a commit that came up otherwise: there is nobody to talk to, only the checks. */
export function planCommit(
  all: readonly [SeenCommit, ...AnySeen[]],
  options: PublicationOptions,
): Publication {
  const { candidate } = all[0].snapshot;
  return {
    repository: candidate.repository,
    commit: candidate.commit,
    pullRequest: null,
    page: `commit/${candidate.commit}`,
    checks: sharedChecks(all, options),
    comment: null,
    requests: NOBODY,
  };
}

function conversation(
  own: Seen,
  candidates: readonly AnyDecided[],
  options: PublicationOptions,
): Pick<Publication, "comment" | "requests"> {
  const { candidate, published } = own.snapshot;
  if (own.status !== "decided") {
    const stands = published.comment !== null && candidate.pullRequest?.state === "open";
    return { comment: stands ? noLongerARelease : null, requests: NOBODY };
  }
  return spoken(own, candidates, options);
}

function spoken(
  own: Decided<PullRequestSnapshot>,
  candidates: readonly AnyDecided[],
  options: PublicationOptions,
): Pick<Publication, "comment" | "requests"> {
  const { policy, decision } = own;
  const { candidate, published } = own.snapshot;
  const report = reportOf(own, candidates, options);
  if (policy === null)
    return { comment: published.comment ? () => comment(report) : null, requests: NOBODY };
  const isObserved = policy.mode === "observe";
  const requests = isObserved
    ? NOBODY
    : reviewRequests({
        decision,
        policy,
        draft: candidate.pullRequest?.draft ?? false,
        author: candidate.pullRequest?.author?.login ?? null,
        comment: published.comment,
      });
  const body: Publication["comment"] = (notAsked) =>
    comment(report, notAsked) +
    rememberAsked(requests, notAsked, published.comment, candidate.commit);
  return { comment: policy.comment ? body : null, requests };
}
