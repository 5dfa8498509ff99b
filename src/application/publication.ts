import { worst } from "../domain/index.ts";
import type { Judgement } from "./judge.ts";
import type { Knowledge } from "./knowledge.ts";
import type { CheckRun, Publication } from "./ports.ts";
import { checkRuns, comment, noLongerARelease, notARelease, type Report } from "./report/index.ts";
import { rememberAsked, reviewRequests } from "./requests.ts";

type Seen = Extract<Judgement, { snapshot: unknown }>;
type Decided = Extract<Judgement, { status: "decided" }>;

export interface PublicationOptions {
  readonly knowledge: Knowledge;
  /** `https://github.com`, or the address of the Enterprise Server. */
  readonly webUrl: string;
}

/**
 * What people are to see of a pull request and its head commit. Checks belong to the commit, which
 * several pull requests can share: they show the worst of all its open candidates. Null where there
 * is nothing to say.
 */
export function plan(
  own: Seen,
  siblings: readonly Seen[],
  options: PublicationOptions,
): Publication | null {
  const { candidate, published } = own.snapshot;
  const candidates = [own, ...siblings].filter((each) => each.status === "decided");
  // A pull request that was closed says nothing more; what it shared a commit with still does.
  if (candidates.length === 0 && !isOpen(own)) return null;
  const checks = checksOf(candidates, [own, ...siblings], options);
  return {
    repository: candidate.repository,
    commit: candidate.commit,
    pullRequest: candidate.pullRequest?.number ?? 0,
    checks: [...checks, ...retired(published.checks, checks)],
    ...conversation(own, candidates, options),
  };
}

function checksOf(
  candidates: readonly Decided[],
  all: readonly Seen[],
  options: PublicationOptions,
): readonly CheckRun[] {
  const outcome = worst(candidates.map(({ decision }) => decision.outcome));
  // By number, so that it shows the same whichever of them an event was about.
  const shown = candidates
    .filter(({ decision }) => decision.outcome === outcome)
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .at(0);
  if (!shown)
    return notARelease(all.flatMap(({ snapshot }) => gateRuns(snapshot.published.checks)));
  const others = all.filter((each) => each !== shown && isOpen(each)).map(numberOf);
  const report = reportOf(shown, candidates, options);
  return checkRuns(others.length === 0 ? report : { ...report, pullRequest: Math.min(...others) });
}

function numberOf({ snapshot }: Seen): number {
  return snapshot.candidate.pullRequest?.number ?? 0;
}

function isOpen({ snapshot }: Seen): boolean {
  return snapshot.candidate.pullRequest?.state === "open";
}

/** Runs of gates that nobody asks about any more must not stay red, nor speak of an old state. */
function retired(
  published: readonly { readonly name: string }[],
  checks: readonly CheckRun[],
): readonly CheckRun[] {
  const left = gateRuns(published).filter((name) => !checks.some((check) => check.name === name));
  return left.map((name) => ({
    name,
    conclusion: "success",
    title: "Not asked for",
    summary: "The policy does not ask for this gate any more.",
    text: null,
    annotations: [],
    actions: [],
  }));
}

function conversation(
  own: Seen,
  candidates: readonly Decided[],
  options: PublicationOptions,
): Pick<Publication, "comment" | "requests"> {
  const nobody = { users: [], teams: [] };
  const { candidate, published } = own.snapshot;
  if (own.status !== "decided") {
    const stands = published.comment !== null && candidate.pullRequest?.state === "open";
    return { comment: stands ? noLongerARelease() : null, requests: nobody };
  }
  const { policy, decision } = own;
  const text = comment(reportOf(own, candidates, options));
  if (policy === null) return { comment: published.comment ? text : null, requests: nobody };
  const isObserved = policy.mode === "observe";
  const requests = isObserved
    ? nobody
    : reviewRequests({
        decision,
        policy,
        draft: candidate.pullRequest?.draft ?? false,
        author: candidate.pullRequest?.author?.login ?? null,
        comment: published.comment,
      });
  const asked = rememberAsked(requests, published.comment, candidate.commit);
  return { comment: policy.comment ? `${text}${asked}` : null, requests };
}

function reportOf(
  { decision, policy, proposal, snapshot }: Decided,
  candidates: readonly Decided[],
  { knowledge, webUrl }: PublicationOptions,
): Report {
  const number = snapshot.candidate.pullRequest?.number ?? null;
  return {
    catalogue: knowledge.catalogue,
    decision,
    mode: policy?.mode ?? "enforce",
    pullRequest: number,
    repositoryUrl: `${webUrl}/${snapshot.candidate.repository}`,
    proposal,
    others: candidates
      .map((each) => ({
        number: each.snapshot.candidate.pullRequest?.number ?? 0,
        outcome: each.decision.outcome,
      }))
      .filter((other) => other.number !== number),
  };
}

/** The names of the gates' own runs. */
export function gateRuns(checks: readonly { readonly name: string }[]): readonly string[] {
  const names = checks.map(({ name }) => name);
  return names.filter((name) => name.startsWith("portcullis/") && name !== "portcullis/release");
}
