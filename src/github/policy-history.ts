import { z } from "zod";
import { NOT_ASKED, type Freshness, type Snapshot } from "../application/index.ts";
import type { PolicyHistory, PolicySource, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { withExtended } from "./extended-policies.ts";
import { TEXT, textEntryOf, textEntrySchema } from "./file-entries.ts";
import { connection, hasErrors } from "./pages.ts";
import { policyPullRequests } from "./policy-pull-requests.ts";
import { partly, read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

const MOST_PAGES = 10;

/** A version of the policy on the default branch, and the pull request that brought it. */
export interface PolicyVersionFound {
  readonly commit: string;
  readonly left: PolicySource;
  readonly through: { readonly number: number; readonly head: string } | null;
}

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
  const versions = await versionsOf(api, repository);
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

const versionSchema = z.object({
  oid: z.string(),
  policy: textEntrySchema,
  associatedPullRequests: z
    .object({
      nodes: z
        .array(
          z
            .object({
              number: z.number(),
              merged: z.boolean(),
              headRefOid: z.string(),
              baseRefName: z.string(),
              baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
              mergeCommit: z.object({ oid: z.string(), policy: textEntrySchema }).nullable(),
            })
            .nullable(),
        )
        .nullish(),
    })
    .nullable(),
});

const answerSchema = z.object({
  repository: z
    .object({
      nameWithOwner: z.string(),
      defaultBranchRef: z
        .object({
          name: z.string(),
          target: z.object({ history: connection(versionSchema).optional() }).nullable(),
        })
        .nullable(),
    })
    .nullable(),
});

/**
 * The versions that stood on the default branch, newest first; null if not all could be read. Of a
 * pull request only what its merge left stood there, whatever its commits say in between.
 * https://docs.github.com/en/graphql/reference/objects#commit (history, associatedPullRequests)
 */
async function versionsOf(
  api: Api,
  repository: string,
): Promise<readonly PolicyVersionFound[] | null> {
  const versions = new Map<string, PolicyVersionFound>();
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await pageOf(api, repository, after);
    if (page === null) return null;
    for (const version of page.versions)
      if (!versions.has(version.commit)) versions.set(version.commit, version);
    if (page.next === null) return [...versions.values()];
    after = page.next;
  }
  return null;
}

interface Page {
  readonly versions: readonly PolicyVersionFound[];
  readonly next: string | null;
}

async function pageOf(api: Api, repository: string, after: string | null): Promise<Page | null> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const path = variables.add("String!", POLICY_PATH);
  const cursor = variables.add("String", after);
  const policy = `policy:file(path:${path}){...Text}`;
  const through = `associatedPullRequests(first:10){nodes{number merged headRefOid baseRefName baseRepository{nameWithOwner} mergeCommit{oid ${policy}}}}`;
  const history = `history(path:${path},first:50,after:${cursor}){pageInfo{hasNextPage endCursor} nodes{oid ${policy} ${through}}}`;
  const body = `query PolicyHistory${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){nameWithOwner defaultBranchRef{name target{...on Commit{${history}}}}}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [TEXT]), variables: variables.values },
    answerSchema,
  );
  const branch = data.repository?.defaultBranchRef;
  const list = branch?.target?.history;
  if (hasErrors(errors) || !data.repository || !branch || !list?.nodes) return null;
  const { nameWithOwner } = data.repository;
  const nodes = list.nodes.filter((node) => node !== null);
  const { hasNextPage, endCursor } = list.pageInfo;
  if (nodes.length < list.nodes.length || (hasNextPage && endCursor === null)) return null;
  return {
    versions: nodes.map((node) => versionOf(node, nameWithOwner, branch.name)),
    next: hasNextPage ? endCursor : null,
  };
}

function versionOf(
  node: z.infer<typeof versionSchema>,
  repository: string,
  branch: string,
): PolicyVersionFound {
  const through = (node.associatedPullRequests?.nodes ?? []).find(
    (pullRequest) =>
      pullRequest?.merged === true &&
      pullRequest.baseRefName === branch &&
      pullRequest.baseRepository?.nameWithOwner === repository,
  );
  const stood = through?.mergeCommit ?? node;
  return {
    commit: stood.oid,
    left: { repository, path: POLICY_PATH, entry: textEntryOf(stood.policy) },
    through: through ? { number: through.number, head: through.headRefOid } : null,
  };
}

function idOf(source: PolicySource | undefined): string | null {
  return source && "oid" in source.entry ? source.entry.oid : null;
}
