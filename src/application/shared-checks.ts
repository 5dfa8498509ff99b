import { worst } from "../domain/index.ts";
import type { Decided, NoCandidate } from "./judge.ts";
import type { CheckRun, CommitSnapshot, PullRequestSnapshot } from "./ports.ts";
import type { PublicationOptions } from "./publication.ts";
import { AGGREGATE, checkRuns, notARelease, RELEASE, type Report } from "./report/index.ts";

export type AnySnapshot = PullRequestSnapshot | CommitSnapshot;
export type AnyDecided = Decided<AnySnapshot>;
export type AnySeen = AnyDecided | NoCandidate<AnySnapshot>;

/**
 * The check runs of a commit that several candidates can share, pull requests and a branch of which
 * it is the head: they show the worst of them all. `all` may have some that are no candidates.
 */
export function sharedChecks(
  all: readonly AnySeen[],
  options: PublicationOptions,
): readonly CheckRun[] {
  const candidates = all.filter((each) => each.status === "decided");
  const runs = runsOf(candidates, all, options);
  const isPolicyUsable = candidates.every(({ policy }) => policy !== null);
  const published = all.flatMap(({ snapshot }) => snapshot.published.checks);
  return [...runs, ...retired(published, runs, isPolicyUsable)];
}

function runsOf(
  candidates: readonly AnyDecided[],
  all: readonly AnySeen[],
  options: PublicationOptions,
): readonly CheckRun[] {
  const outcome = worst(candidates.map(({ decision }) => decision.outcome));
  // By number, so that it shows the same whichever of them an event was about.
  const ordered = candidates.toSorted((a, b) => numberOf(a) - numberOf(b));
  const shown = ordered.find(({ decision }) => decision.outcome === outcome);
  if (!shown) {
    const kind = all[0]?.snapshot.candidate.kind ?? "pull-request";
    return notARelease(gateRuns(all.flatMap(({ snapshot }) => snapshot.published.checks)), kind);
  }
  const written = (each: AnyDecided) => {
    const others = all.filter((other) => other !== each && isOpen(other)).map(numberOf);
    const report = { ...reportOf(each, candidates, options), ...membersOf(all) };
    return checkRuns(
      others.length === 0 ? report : { ...report, pullRequest: Math.min(...others) },
    );
  };
  const further = ordered.filter((each) => each !== shown).flatMap(written);
  return written(shown).map((run) =>
    further.filter(({ name }) => name === run.name && name !== AGGREGATE).reduce(worseOf, run),
  );
}

/** Of a merge group, those of which the policy asks nothing. */
function membersOf(all: readonly AnySeen[]): Pick<Report, "notReleases"> {
  if (all[0]?.snapshot.candidate.kind !== "merge-group") return {};
  const plain = all.filter(({ status }) => status === "no-candidate");
  return { notReleases: plain.map(numberOf).filter((number) => number !== 0) };
}

/** Everything that is said to people about one of the candidates of a commit. */
export function reportOf(
  { decision, policy, proposal, snapshot }: AnyDecided,
  candidates: readonly AnyDecided[],
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
      .map((each) => ({ number: numberOf(each), outcome: each.decision.outcome }))
      .filter((other) => other.number !== number && other.number !== 0),
  };
}

/** The names of the gates' own runs. */
export function gateRuns(checks: readonly { readonly name: string }[]): readonly string[] {
  const names = checks.map(({ name }) => name);
  return [...new Set(names.filter((name) => name.startsWith("portcullis/") && name !== RELEASE))];
}

/** 0 where no pull request stands behind it. */
function numberOf({ snapshot }: AnySeen): number {
  return snapshot.candidate.pullRequest?.number ?? 0;
}

export function isOpen({ snapshot }: AnySeen): boolean {
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
