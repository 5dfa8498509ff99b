import {
  NOT_ASKED,
  type Freshness,
  type ScrutinyAsked,
  type Snapshot,
} from "../application/index.ts";
import type { AlertSource, Candidate, Reading, Scrutiny } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { arrivalsOf } from "./arrivals.ts";
import { codeScanningOf } from "./code-alerts.ts";
import { openDependabotAlerts } from "./dependabot-alerts.ts";
import { addedVulnerabilities } from "./dependencies.ts";
import { read } from "./readings.ts";
import { recentAnalysesOf } from "./recent-analyses.ts";
import type { Remembered, ScrutinyOfCandidate } from "./remembered.ts";
import { openSecretAlerts } from "./secret-alerts.ts";
import { twoFactorOf } from "./two-factor.ts";

/** What is needed of a snapshot to know what GitHub watches over there. */
type Seen = Pick<Snapshot, "candidate" | "range" | "previousRelease">;

/**
 * What GitHub watches over by itself. It may be five minutes old where that will do, unless an event said
 * that something changed (`forgetScrutiny`).
 */
export async function scrutinyOf(
  api: Api,
  seen: Seen,
  asked: ScrutinyAsked,
  freshness: Freshness,
  remembered: Remembered,
): Promise<Scrutiny> {
  const { repository } = seen.candidate;
  const now = api.clock();
  const inRound = `${repository.toLowerCase()} ${roundOf(repository, remembered)}`;
  // Those of a repository are the same for everything that is up for release there.
  const ofRepository = (
    source: AlertSource,
    reading: typeof openSecretAlerts,
  ): Promise<Scrutiny["alerts"]["dependabot"]> | typeof NOT_ASKED =>
    asked.alerts.includes(source)
      ? remembered.alerts.read(`${source} ${inRound}`, freshness, now, () =>
          reading(api, repository),
        )
      : NOT_ASKED;
  const [secretScanning, dependabot, { codeScanning, ...ofCandidate }] = await Promise.all([
    ofRepository("secret-scanning", openSecretAlerts),
    ofRepository("dependabot", openDependabotAlerts),
    remembered.scrutiny.read(keyOf(seen, asked, remembered), freshness, now, () =>
      look(api, seen, asked, freshness, remembered),
    ),
  ]);
  return { alerts: { secretScanning, codeScanning, dependabot }, ...ofCandidate };
}

/** From now on everything about a repository is read anew. */
export function forgetScrutiny(repository: string, remembered: Remembered): void {
  const key = repository.toLowerCase();
  remembered.scrutinyRounds.set(key, (remembered.scrutinyRounds.get(key) ?? 0) + 1);
  remembered.policyHistories.delete(key);
}

function keyOf(
  { candidate, range, previousRelease }: Seen,
  asked: ScrutinyAsked,
  remembered: Remembered,
): string {
  const { repository, commit, kind, pullRequest } = candidate;
  const from = range.status === "read" ? range.value?.from : range.status;
  const previous = previousRelease.status === "read" ? previousRelease.value : null;
  return JSON.stringify([
    [repository.toLowerCase(), roundOf(repository, remembered), kind, commit, from, previous],
    [pullRequest?.number, pullRequest?.state, pullRequest?.base.commit, asked],
  ]);
}

function recentAnalyses(api: Api, candidate: Candidate, remembered: Remembered) {
  const { repository, pullRequest } = candidate;
  const name = repository.toLowerCase();
  const known = remembered.pullRequests.get(`${name}#${pullRequest?.number ?? 0}`);
  const key = `${name} ${roundOf(repository, remembered)}`;
  return recentAnalysesOf(api, candidate, known?.openedAt ?? null, key, remembered.analyses);
}

function roundOf(repository: string, { scrutinyRounds }: Remembered): number {
  return scrutinyRounds.get(repository.toLowerCase()) ?? 0;
}

async function look(
  api: Api,
  seen: Seen,
  asked: ScrutinyAsked,
  freshness: Freshness,
  remembered: Remembered,
): Promise<ScrutinyOfCandidate> {
  const { candidate } = seen;
  const { repository } = candidate;
  const previous = seen.previousRelease.status === "read" ? seen.previousRelease.value : null;
  const [codeScanning, dependencies, arrivals, twoFactor] = await Promise.all([
    asked.alerts.includes("code-scanning")
      ? codeScanningOf(api, candidate, previous?.publishedAt ?? null, {
          parents: remembered.parents,
          recent: async () =>
            freshness === "anew" ? null : recentAnalyses(api, candidate, remembered),
        })
      : NOT_ASKED,
    asked.dependencies
      ? sinceRelease(seen, (from) =>
          addedVulnerabilities(api, { repository, from, to: candidate.commit }),
        )
      : NOT_ASKED,
    asked.arrivals
      ? sinceRelease(seen, (from) =>
          arrivalsOf(api, { repository, from, to: arrivedUpTo(candidate) }, remembered),
        )
      : NOT_ASKED,
    asked.twoFactor ? twoFactorOf(api, repository, remembered.twoFactor) : NOT_ASKED,
  ]);
  return { codeScanning, dependencies, arrivals, twoFactor };
}

/** What a pull request brings, alone or in a group, has not arrived yet: its base has. */
function arrivedUpTo({ commit, pullRequest }: Candidate): string {
  return pullRequest === null || pullRequest.state === "merged" ? commit : pullRequest.base.commit;
}

/** Null where there is no previous release to count from. */
async function sinceRelease<T>(
  { range, previousRelease }: Seen,
  reading: (from: string) => Promise<Reading<T>>,
): Promise<Reading<T | null>> {
  if (previousRelease.status !== "read") return previousRelease;
  if (range.status !== "read") return range;
  if (previousRelease.value === null || range.value === null) return read(null);
  return reading(range.value.from);
}
