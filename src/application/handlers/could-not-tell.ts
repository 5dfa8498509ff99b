import { EvidenceUnavailable, type CheckRun, type Platform } from "../ports.ts";
import { couldNotTell, releaseCouldNotTell } from "../report/index.ts";
import { gateRuns } from "../shared-checks.ts";
import { FIRST_ATTEMPT_SHOWN, type Surroundings } from "../surroundings.ts";
import { Overtaken } from "../turns.ts";

/** Where it is to be said that nothing can be told. */
export interface Untold {
  readonly repository: string;
  readonly commit: string;
  readonly pullRequest: number | null;
  /** Which checks: those of branches, or the one of tags. */
  readonly stage: "review" | "release";
}

/**
 * Whether the checks are to say now that this attempt failed: an hourly limit can last that long. A
 * secondary one, which has no such time, is over in a minute, unless we go on asking: to say it would
 * be to ask.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function isWorthSaying(error: unknown, attempt: number): boolean {
  if (attempt >= FIRST_ATTEMPT_SHOWN) return true;
  if (!(error instanceof EvidenceUnavailable)) return false;
  if (error.code === "near-limit") return true;
  return error.code === "rate-limited" && error.resetsAt !== null;
}

/** Nothing may stay green that could not be read again. Best effort: the job is tried again anyway. */
export async function sayItCouldNotBeTold(
  untold: Untold,
  error: unknown,
  platform: Platform,
  around: Surroundings,
): Promise<void> {
  // Who was overtaken has nothing to say: a later evaluation has said it.
  if (error instanceof Overtaken) return;
  const { repository, commit, pullRequest } = untold;
  try {
    const { sources } = await platform.policies(repository, "remembered");
    if (sources.length === 0) return;
    const published = await platform.published(repository, commit);
    await platform.publish(
      {
        repository,
        commit,
        pullRequest,
        page: pullRequest === null ? `commit/${commit}` : `pull/${pullRequest}`,
        checks: runsFor(untold, error, published.checks),
        comment: null,
        requests: { users: [], teams: [] },
      },
      published,
      { again: false },
    );
  } catch (failure) {
    around.log.warn({ commit, err: failure }, "could not say that nothing can be told");
  }
}

function runsFor(
  { stage }: Untold,
  error: unknown,
  published: readonly { readonly name: string; readonly remembers: string | null }[],
): readonly CheckRun[] {
  const reason =
    error instanceof EvidenceUnavailable
      ? error
      : ({ code: "unexpected-answer", message: "Portcullis failed; its log says why." } as const);
  if (stage === "review") return couldNotTell(reason, gateRuns(published));
  const run = releaseCouldNotTell(reason);
  const remembers = published.find(({ name }) => name === run.name)?.remembers;
  return [typeof remembers === "string" ? { ...run, remembers } : run];
}
