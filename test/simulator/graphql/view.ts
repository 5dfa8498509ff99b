import type { GraphQLResolveInfo } from "graphql";
import type { GitObject, TreeEntry, Typed } from "../git/objects.ts";
import type { Account, App, Organization, Team } from "../world/accounts.ts";
import type { CheckRun, CheckSuite } from "../world/checks.ts";
import type { Issue, IssueComment, Label, PullRequest, Reaction, Review } from "../world/issues.ts";
import type { Release, ReleaseAsset } from "../world/releases.ts";
import type { Repository } from "../world/repositories.ts";
import type { TimelineEvent } from "../world/timeline.ts";
import type { Need, Viewer } from "../access/viewer.ts";
import { allows, allowsOnAccount } from "../access/viewer.ts";
import type { RateLimits } from "../http/rate-limits.ts";
import type { Quirks } from "../quirks.ts";
import type { Site } from "../rest/resources/site.ts";
import { forbidden } from "./query-error.ts";

/** Arguments of a field, as graphql-js coerced them. */
export type Args = Readonly<Record<string, unknown>>;

/** A field's value, or how to get it. A missing field is one that the simulator does not model. */
export type Resolver = (args: Args, view: View, info: GraphQLResolveInfo) => unknown;

/** An object of a certain type, as one viewer sees it. */
export interface Fields {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** How each kind of thing becomes an object; one place, so that the kinds need not know each other. */
export interface Nodes {
  account(view: View, account: Account): Fields;
  organization(view: View, organization: Organization): Fields;
  team(view: View, team: Team): Fields;
  app(view: View, app: App): Fields;
  repository(view: View, repository: Repository): Fields;
  ref(view: View, repository: Repository, name: string, oid: string): Fields;
  object(view: View, repository: Repository, object: GitObject): Fields;
  commit(view: View, repository: Repository, commit: Typed<"commit">): Fields;
  treeEntry(view: View, repository: Repository, entry: TreeEntry, path: string): Fields;
  issue(view: View, issue: Issue): Fields;
  pullRequest(view: View, pull: PullRequest): Fields;
  review(view: View, review: Review): Fields;
  comment(view: View, comment: IssueComment): Fields;
  reaction(view: View, comment: IssueComment, reaction: Reaction): Fields;
  label(view: View, repository: Repository, label: Label): Fields;
  timelineEvent(view: View, pull: PullRequest, event: TimelineEvent): Fields;
  checkSuite(view: View, suite: CheckSuite): Fields;
  checkRun(view: View, run: CheckRun): Fields;
  release(view: View, release: Release): Fields;
  releaseAsset(view: View, release: Release, asset: ReleaseAsset): Fields;
}

/** One request's view of the world. */
export interface View {
  readonly site: Site;
  readonly viewer: Viewer;
  readonly nodes: Nodes;
  readonly rateLimits: RateLimits;
  readonly quirks: Quirks;
  /** What this query costs, for `rateLimit`. */
  readonly cost: number;
}

/** Throws FORBIDDEN unless the viewer may do one of these in the repository. */
export function require(view: View, repository: Repository, ...needs: Need[]): void {
  if (!allows(view.viewer, repository, needs)) throw forbidden();
}

/** Throws FORBIDDEN unless the viewer may do this on the whole account. */
export function requireOnAccount(view: View, account: Account, need: Need): void {
  if (!allowsOnAccount(view.viewer, account, need)) throw forbidden();
}

/** Gives a field's resolver its types where it is written. */
export function field(resolver: Resolver): Resolver {
  return resolver;
}

/** Whether an argument was left out, or given as null, which means the same to GitHub. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
