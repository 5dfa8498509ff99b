import type { Account, App, Team } from "../world/accounts.ts";
import type { CheckRun, CheckSuite } from "../world/checks.ts";
import type { Issue, IssueComment, PullRequest, Review } from "../world/issues.ts";
import type { Release } from "../world/releases.ts";
import type { Repository } from "../world/repositories.ts";
import type { EntityKind } from "../world/world.ts";
import { canSee } from "../access/viewer.ts";
import { QueryError } from "./query-error.ts";
import type { Fields, View } from "./view.ts";

/** The kinds that mutations name by their ids. */
interface Findable {
  readonly User: Account;
  readonly Team: Team;
  readonly Repository: Repository;
  readonly CheckRun: CheckRun;
  readonly Issue: Issue;
  readonly IssueComment: IssueComment;
  readonly PullRequest: PullRequest;
}

/** The thing with a node id, if it is of this kind and the viewer can see where it is. */
export function findNode<K extends keyof Findable>(view: View, id: string, kind: K): Findable[K] {
  const found = view.site.world.nodes.get(id);
  if (found?.kind !== kind || !isVisible(view, found.value)) throw unresolved(id);
  return found.value as Findable[K];
}

/** `node(id:)`. */
export function nodeById(view: View, id: string): Fields {
  const found = view.site.world.nodes.get(id);
  if (found === undefined || !isVisible(view, found.value)) throw unresolved(id);
  return toFields(view, found.kind, found.value);
}

/** What GitHub says of an id that leads nowhere. */
export function unresolved(id: string): QueryError {
  return new QueryError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

function toFields(view: View, kind: EntityKind, value: object): Fields {
  const { nodes } = view;
  switch (kind) {
    case "User":
    case "Bot":
    case "Organization":
      return nodes.account(view, value as Account);
    case "Team":
      return nodes.team(view, value as Team);
    case "App":
      return nodes.app(view, value as App);
    case "Repository":
      return nodes.repository(view, value as Repository);
    case "PullRequest":
      return nodes.pullRequest(view, value as PullRequest);
    case "Issue":
      return nodes.issue(view, value as Issue);
    case "PullRequestReview":
      return nodes.review(view, value as Review);
    case "IssueComment":
      return nodes.comment(view, value as IssueComment);
    case "CheckSuite":
      return nodes.checkSuite(view, value as CheckSuite);
    case "CheckRun":
      return nodes.checkRun(view, value as CheckRun);
    case "Release":
      return nodes.release(view, value as Release);
    case "Installation":
    case "Label":
    case "Reaction":
    case "TimelineEvent":
    case "Annotation":
    case "ReleaseAsset":
    case "Environment":
    case "ProtectionRule":
    case "Deployment":
    case "WorkflowRun":
    case "Ruleset":
    case "MergeQueueEntry":
      throw new QueryError("NOT_MODELLED", `The simulator does not model Query.node of a ${kind}`);
  }
}

function isVisible(view: View, value: object): boolean {
  const repository = homeOf(value);
  return repository === undefined || canSee(view.viewer, repository);
}

/** The repository that a thing is in. */
function homeOf(value: object): Repository | undefined {
  if ("objects" in value) return value as Repository;
  if ("repository" in value) return value.repository as Repository;
  for (const container of ["suite", "pullRequest", "issue"]) {
    if (!(container in value)) continue;
    const inner = (value as Record<string, unknown>)[container];
    if (typeof inner === "object" && inner !== null) return homeOf(inner);
  }
  return undefined;
}
