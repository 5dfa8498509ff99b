import {
  EvidenceUnavailable,
  type CommitAsked,
  type CommitSnapshot,
  type Wanted,
} from "../application/index.ts";
import type { Candidate } from "../domain/index.ts";
import { commitQuery } from "./commit-query.ts";
import { bringsPolicy, headFilesOf } from "./head-files.ts";
import { publishedChecksOf } from "./own-checks.ts";
import { planChangeOf } from "./plan-change.ts";
import { extendedBefore, policiesOf } from "./policies.ts";
import { historyOf } from "./range.ts";
import { read } from "./readings.ts";
import { siblingsOf } from "./siblings.ts";
import type { CommitSight } from "./sight.ts";
import { HEAD_AT } from "./snapshot-query.ts";
import { commitSchema, type HeadAnswer } from "./snapshot-answer.ts";
import { part, previousReleaseAt, type SnapshotContext } from "./snapshot.ts";
import { broughtBy } from "./through.ts";
import { wantedPaths } from "./wanted-paths.ts";

/**
 * A commit with everything that is wanted of it, as GitHub knows it now; null when it is gone. Its
 * approvals are those of the pull request that brought it. Errors as of a pull request's snapshot.
 */
export async function readCommit(
  context: SnapshotContext,
  asked: CommitAsked,
  wanted: Wanted,
): Promise<CommitSnapshot | null> {
  const sight = await seeCommit(context, asked, wanted);
  if (sight === null) return null;
  const { api, remembered } = context;
  const { head, fullName, repository } = sight;
  const policies = await policiesOf(api, sight);
  remembered.policies.set(fullName.toLowerCase(), policies);
  remembered.repositories.set(fullName.toLowerCase(), { id: repository.id, url: repository.url });
  const { files, listings } = await headFilesOf(api, sight, remembered);
  const through = await broughtBy(context, sight, asked, wanted);
  const candidate: Candidate = {
    kind: asked.kind,
    stage: asked.stage,
    repository: fullName,
    commit: head.oid,
    tree: head.tree.oid,
    release: asked.release,
    ...(asked.environment === undefined ? {} : { environment: asked.environment }),
    ...through.candidate,
  };
  const since = await previousReleaseAt(context, sight, candidate, wanted);
  return {
    policies,
    candidate,
    files,
    listings,
    ...(await historyOf(api, sight, since, null, remembered)),
    ...through.opinions,
    assets: asked.assets,
    changesPolicy:
      asked.kind === "merge-group" &&
      candidate.pullRequest?.base.ref === policies.defaultBranch &&
      bringsPolicy(sight, policies),
    planChange: await part(sight, [...sight.headCommit.at, "history"], "Contents: read", () =>
      planChangeOf(api, head.history, fullName),
    ),
    published: {
      checks: publishedChecksOf(head.checkSuites),
      comment: null,
      requested: { users: [], teams: [] },
    },
    siblings: await siblingsAt(context, sight, asked),
  };
}

/** Only a branch's head can be the head of a pull request as well. */
function siblingsAt({ api }: SnapshotContext, sight: CommitSight, asked: CommitAsked) {
  if (asked.kind !== "commit") return Promise.resolve(read([]));
  const path = [...sight.headCommit.at, "associatedPullRequests"];
  return part(sight, path, "Pull requests: read", () =>
    siblingsOf(api, sight.head, { repository: sight.fullName, number: null }),
  );
}

async function seeCommit(
  { api, appId, remembered }: SnapshotContext,
  asked: CommitAsked,
  wanted: Wanted,
): Promise<CommitSight | null> {
  const paths = wantedPaths(wanted);
  const key = `${asked.repository.toLowerCase()}@${asked.commit} ${asked.release ?? ""}`;
  const start = remembered.starts.get(key) ?? null;
  const extended = extendedBefore(asked.repository, remembered);
  const operation = commitQuery({ ...asked, appId, paths, start, extended });
  const { data, errors } = await api.graphql(operation, commitSchema);
  const { repository } = data;
  if (errors.notFound(["repository"]) || errors.notFound(HEAD_AT.id)) return null;
  if (!repository)
    throw new EvidenceUnavailable(
      errors.typesAt(["repository"]).includes("FORBIDDEN") ? "forbidden" : "unreachable",
      "GitHub could not answer for the repository.",
    );
  const head: HeadAnswer | null | undefined = repository.head;
  if (!head) {
    if (errors.typesAt(HEAD_AT.id).length === 0) return null;
    throw new EvidenceUnavailable("unreachable", "GitHub could not answer for the commit.");
  }
  return {
    key,
    fullName: repository.nameWithOwner,
    repository,
    head,
    headCommit: { at: HEAD_AT.id, answer: head, errors },
    startBy: { how: "id", id: start ?? "" },
    others: data,
    extended,
    errors,
    paths,
  };
}
