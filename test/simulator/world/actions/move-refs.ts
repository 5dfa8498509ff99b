import { isAncestor } from "../../git/history.ts";
import type { Account } from "../accounts.ts";
import type { PullRequest } from "../issues.ts";
import { pullRequestsOf } from "../repositories.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";
import { requestSuites } from "./check-runs.ts";
import { closePullRequest, markMerged } from "./close-pull-requests.ts";
import { enforceRules } from "./enforce-rules.ts";
import { recordEvent } from "./record-event.ts";
import { redraft } from "./redraft.ts";
import { violation } from "./rule-violation.ts";

const nothing = "0".repeat(40);

/** How a branch or tag is moved. */
export interface MoveOptions {
  readonly by: Account;
  readonly force?: boolean;
  /** Someone whom the rulesets let pass uses that. */
  readonly bypass?: boolean;
  /** More than three tags pushed at once are announced by neither `create` nor `push`. */
  readonly silent?: boolean;
  /** The rules were asked already, e.g. those for merging. */
  readonly checked?: boolean;
}

/**
 * Moves a branch or tag ("refs/heads/main"), creating it where needed. Open pull requests whose
 * head it is follow; those that it contains now are merged, as GitHub does after a push by hand.
 */
export function moveRef(
  world: World,
  repository: Repository,
  ref: string,
  oid: string,
  options: MoveOptions,
): void {
  const { objects } = repository;
  if (objects.get(oid) === undefined) throw new Error(`There is no object ${oid} to push`);
  const before = repository.refs.get(ref);
  if (before === oid) return;
  const isBranch = ref.startsWith("refs/heads/");
  const forced = before !== undefined && (!isBranch || !isAncestor(objects, before, oid));
  if (forced && options.force !== true) {
    throw new Error(`${ref} cannot move from ${before} to ${oid} without force`);
  }
  checkReleasedTag(repository, ref, before);
  if (options.checked !== true) {
    const { by, bypass = false } = options;
    enforceRules(world, repository, { ref, before, after: oid, by, bypass });
  }
  repository.refs.set(ref, oid);
  repository.pushedAt = world.now();
  const sender = options.by;
  if (options.silent === true) return;
  if (before === undefined) {
    const refType = isBranch ? "branch" : "tag";
    world.emit({ event: "create", repository, refType, ref: shortName(ref), sender });
  }
  world.emit({
    event: "push",
    repository,
    ref,
    before: before ?? nothing,
    after: oid,
    forced,
    sender,
  });
  if (!isBranch) return;
  const branch = shortName(ref);
  followHead(world, repository, branch, oid, { before, forced, sender });
  requestSuites(world, repository, oid, branch, sender);
  mergeContained(world, repository, branch, oid, sender);
}

/**
 * Deletes a branch or tag; open pull requests from it are closed, and a published release whose tag
 * it was becomes a draft.
 */
export function deleteRef(
  world: World,
  repository: Repository,
  ref: string,
  options: { by: Account; bypass?: boolean; checked?: boolean },
): void {
  const { by, bypass = false } = options;
  const before = repository.refs.get(ref);
  if (before === undefined) throw new Error(`There is no ${ref}`);
  checkReleasedTag(repository, ref, before);
  if (options.checked !== true) {
    enforceRules(world, repository, { ref, before, after: undefined, by, bypass });
  }
  repository.refs.delete(ref);
  const refType = ref.startsWith("refs/heads/") ? "branch" : "tag";
  world.emit({ event: "delete", repository, refType, ref: shortName(ref), sender: by });
  const gone = { event: "push", repository, ref, before, after: nothing, forced: false } as const;
  world.emit({ ...gone, sender: by });
  for (const pullRequest of openPullsFrom(world, repository, ref)) {
    closePullRequest(world, pullRequest, by);
  }
  for (const release of repository.releases) {
    if (release.draft || ref !== `refs/tags/${release.tagName}`) continue;
    redraft(world, release, by, { announced: world.tagDeletionUnpublishes() });
  }
}

/** "main" of "refs/heads/main". */
function shortName(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, "");
}

/**
 * The tag of an immutable release stays where it is, and its name is never free again.
 * https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
 */
function checkReleasedTag(repository: Repository, ref: string, before: string | undefined): void {
  const name = ref.replace("refs/tags/", "");
  if (name === ref) return;
  const isLocked = repository.releases.some((one) => one.immutable && one.tagName === name);
  if (before === undefined && repository.burntTags.has(name)) {
    throw violation(["Cannot create ref due to creations being restricted."]);
  }
  if (before !== undefined && isLocked) throw violation(["Cannot update this protected ref."]);
}

function followHead(
  world: World,
  repository: Repository,
  branch: string,
  oid: string,
  move: { before: string | undefined; forced: boolean; sender: Account },
): void {
  for (const pullRequest of openPullsFrom(world, repository, `refs/heads/${branch}`)) {
    const before = pullRequest.headOid;
    pullRequest.headOid = oid;
    pullRequest.updatedAt = world.now();
    pullRequest.repository.refs.set(`refs/pull/${pullRequest.number}/head`, oid);
    pullRequest.baseOid =
      pullRequest.repository.refs.get(`refs/heads/${pullRequest.baseRef}`) ?? pullRequest.baseOid;
    if (move.forced) {
      recordEvent(world, pullRequest, move.sender, {
        type: "HeadRefForcePushedEvent",
        refName: branch,
        beforeOid: before,
        afterOid: oid,
      });
    }
    const { sender } = move;
    world.emit({ event: "pull_request", action: "synchronize", pullRequest, before, sender });
  }
}

function openPullsFrom(world: World, repository: Repository, ref: string): PullRequest[] {
  return world.repositories
    .flatMap(pullRequestsOf)
    .filter((pull) => pull.state === "OPEN" && `refs/heads/${pull.headRef}` === ref)
    .filter((pull) => pull.headRepository === repository);
}

function mergeContained(
  world: World,
  repository: Repository,
  branch: string,
  oid: string,
  by: Account,
): void {
  const contained = pullRequestsOf(repository).filter(
    (pull) =>
      pull.state === "OPEN" &&
      pull.baseRef === branch &&
      pull.headOid !== pull.baseOid &&
      isAncestor(repository.objects, pull.headOid, oid),
  );
  for (const pullRequest of contained) markMerged(world, pullRequest, oid, by);
}
