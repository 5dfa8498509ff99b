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
import type { Remembered } from "./remembered.ts";
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
  const key = keyOf(seen, asked, remembered);
  const known = freshness === "remembered" ? remembered.scrutiny.get(key, api.clock()) : undefined;
  if (known) return known;
  const scrutiny = await look(api, seen, asked, remembered);
  remembered.scrutiny.set(key, scrutiny, api.clock());
  return scrutiny;
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
  { scrutinyRounds }: Remembered,
): string {
  const { repository, commit, kind, pullRequest } = candidate;
  const name = repository.toLowerCase();
  const from = range.status === "read" ? range.value?.from : range.status;
  const previous = previousRelease.status === "read" ? previousRelease.value : null;
  return JSON.stringify([
    [name, scrutinyRounds.get(name) ?? 0, kind, commit, from, previous],
    [pullRequest?.number, pullRequest?.state, pullRequest?.base.commit, asked],
  ]);
}

async function look(
  api: Api,
  seen: Seen,
  asked: ScrutinyAsked,
  remembered: Remembered,
): Promise<Scrutiny> {
  const { candidate } = seen;
  const { repository } = candidate;
  const on = <T>(source: AlertSource, reading: () => Promise<Reading<T>>) =>
    asked.alerts.includes(source) ? reading() : NOT_ASKED;
  const previous = seen.previousRelease.status === "read" ? seen.previousRelease.value : null;
  const [secretScanning, codeScanning, dependabot, dependencies, arrivals, twoFactor] =
    await Promise.all([
      on("secret-scanning", () => openSecretAlerts(api, repository)),
      on("code-scanning", () =>
        codeScanningOf(api, candidate, previous?.publishedAt ?? null, remembered.parents),
      ),
      on("dependabot", () => openDependabotAlerts(api, repository)),
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
  return {
    alerts: { secretScanning, codeScanning, dependabot },
    dependencies,
    arrivals,
    twoFactor,
  };
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
