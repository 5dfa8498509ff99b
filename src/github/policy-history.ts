import { NOT_ASKED, type Freshness, type Snapshot } from "../application/index.ts";
import type { PolicyHistory, PolicySource, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { withExtended } from "./extended-policies.ts";
import { policyPullRequests } from "./policy-pull-requests.ts";
import { policyVersionsOf, type PolicyVersionFound } from "./policy-versions.ts";
import { partly, read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";

/**
 * Every change of the repository's policy on the default branch, with who approved it. Approvals may be
 * five minutes old where that will do, unless an event said that something changed; that there is a
 * newer change each snapshot says. Two requests for up to 50 changes.
 */
export async function policyHistoryOf(
  api: Api,
  { candidate, policies }: Pick<Snapshot, "candidate" | "policies">,
  freshness: Freshness,
  remembered: Remembered,
): Promise<Reading<PolicyHistory>> {
  if (policies.sources.length === 0) return NOT_ASKED;
  if (policies.change === null) return read({ changes: [], extended: [] });
  const { repository } = candidate;
  const key = repository.toLowerCase();
  const known = remembered.policyHistories.get(key, api.clock());
  if (freshness === "remembered" && known && known.change === policies.change)
    return read(known.history);
  const history = await partly("The policy's history", () =>
    readHistory(api, repository, policies.sources, remembered),
  );
  if (history.status !== "read") return history;
  const [newest] = history.value.changes;
  const inForce = policies.sources.find((source) => source.repository.toLowerCase() === key);
  if (idOf(newest?.left) !== idOf(inForce))
    return unreadable("The policy's newest change on GitHub is not the one in force.");
  // GitHub names the pull request of a commit a while after merging: that there is none may change.
  const isSettled = history.value.changes.length < 2 || newest?.pullRequest !== null;
  const { change } = policies;
  if (isSettled && change !== undefined)
    remembered.policyHistories.set(key, { change, history: history.value }, api.clock());
  return history;
}

async function readHistory(
  api: Api,
  repository: string,
  sources: readonly PolicySource[],
  remembered: Remembered,
): Promise<Reading<PolicyHistory>> {
  const versions = await policyVersionsOf(api, repository);
  if (versions === null)
    return unreadable("The changes of the policy could not be read to their end.");
  const pullRequests = await policyPullRequests(api, repository, versions, remembered);
  if (pullRequests.status !== "read") return pullRequests;
  const changes = versions.map(({ commit, left, through }) => ({
    commit,
    left,
    pullRequest: pullRequests.value.get(through?.number ?? 0) ?? null,
  }));
  return read({ changes, extended: await extendedOnce(api, versions, sources) });
}

/** What earlier versions extended, and the present one does not. */
async function extendedOnce(
  api: Api,
  versions: readonly PolicyVersionFound[],
  sources: readonly PolicySource[],
): Promise<readonly PolicySource[]> {
  const known = new Map(sources.map((source) => [source.repository.toLowerCase(), source]));
  const once: PolicySource[] = [];
  for (const { left } of versions)
    for (const source of await withExtended(api, [left], [...known.values()])) {
      const key = source.repository.toLowerCase();
      if (source === left || known.has(key)) continue;
      known.set(key, source);
      once.push(source);
    }
  return once;
}

function idOf(source: PolicySource | undefined): string | null {
  return source && "oid" in source.entry ? source.entry.oid : null;
}
