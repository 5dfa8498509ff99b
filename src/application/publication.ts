import { worst } from "../domain/index.ts";
import type { Judgement } from "./judge.ts";
import type { Knowledge } from "./knowledge.ts";
import type { CheckRun, Publication } from "./ports.ts";
import {
  AGGREGATE,
  checkRuns,
  comment,
  noLongerARelease,
  notARelease,
  type Report,
} from "./report/index.ts";
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
  const isPolicyUsable = candidates.every(({ policy }) => policy !== null);
  return {
    repository: candidate.repository,
    commit: candidate.commit,
    pullRequest: candidate.pullRequest?.number ?? 0,
    checks: [...checks, ...retired(published.checks, checks, isPolicyUsable)],
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
  const ordered = candidates.toSorted((a, b) => numberOf(a) - numberOf(b));
  const shown = ordered.find(({ decision }) => decision.outcome === outcome);
  if (!shown)
    return notARelease(all.flatMap(({ snapshot }) => gateRuns(snapshot.published.checks)));
  const runsOf = (each: Decided) => {
    const others = all.filter((other) => other !== each && isOpen(other)).map(numberOf);
    const report = reportOf(each, candidates, options);
    return checkRuns(
      others.length === 0 ? report : { ...report, pullRequest: Math.min(...others) },
    );
  };
  const further = ordered.filter((each) => each !== shown).flatMap(runsOf);
  return runsOf(shown).map((run) =>
    further.filter(({ name }) => name === run.name && name !== AGGREGATE).reduce(worseOf, run),
  );
}

function numberOf({ snapshot }: Seen): number {
  return snapshot.candidate.pullRequest?.number ?? 0;
}

function isOpen({ snapshot }: Seen): boolean {
  return snapshot.candidate.pullRequest?.state === "open";
}

const FROM_BEST_TO_WORST = ["success", "neutral", "action_required", "failure"];

function worseOf(a: CheckRun, b: CheckRun): CheckRun {
  const rank = ({ conclusion }: CheckRun) => FROM_BEST_TO_WORST.indexOf(conclusion);
  return rank(b) > rank(a) ? b : a;
}

/**
 * Runs of gates that are not decided now. Where no policy asks for them any more they must not stay
 * red; where the policy cannot be used, nobody can tell, and they must not stay green.
 */
function retired(
  published: readonly { readonly name: string }[],
  checks: readonly CheckRun[],
  isPolicyUsable: boolean,
): readonly CheckRun[] {
  const left = gateRuns(published).filter((name) => !checks.some((check) => check.name === name));
  const said = isPolicyUsable
    ? {
        conclusion: "success" as const,
        title: "Not asked for",
        summary: "The policy does not ask for this gate any more.",
      }
    : {
        conclusion: "failure" as const,
        title: "Could not tell: the policy cannot be used",
        summary: "What this gate asks for can be told once the policy is in order again.",
      };
  return left.map((name) => ({ name, ...said, text: null, annotations: [], actions: [] }));
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
