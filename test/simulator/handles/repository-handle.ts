import { entryAt } from "../git/trees.ts";
import { resolveCommit } from "../rest/git-names.ts";
import type { Account, App, Team } from "../world/accounts.ts";
import {
  deployTo,
  environmentNamed,
  protectEnvironment,
  startRun,
} from "../world/actions/deployments.ts";
import type { AlertFields } from "../world/actions/alerts.ts";
import { closeAlert, raiseAlert, takeInAnalysis } from "../world/actions/alerts.ts";
import type { CheckRunFields } from "../world/actions/check-runs.ts";
import { createCheckRun } from "../world/actions/check-runs.ts";
import { openIssue } from "../world/actions/comments.ts";
import {
  forkRepository,
  giveTeamAccess,
  setCollaborator,
} from "../world/actions/create-repositories.ts";
import { queueBefore } from "../world/actions/merge-queues.ts";
import type { MoveOptions } from "../world/actions/move-refs.ts";
import { deleteRef, moveRef } from "../world/actions/move-refs.ts";
import type { PullRequestOptions } from "../world/actions/pull-requests.ts";
import { openPullRequest } from "../world/actions/pull-requests.ts";
import type { NewRelease, ReleaseFields } from "../world/actions/releases.ts";
import { createRelease } from "../world/actions/releases.ts";
import type { RulesetFields } from "../world/actions/rulesets.ts";
import { createRuleset } from "../world/actions/rulesets.ts";
import type { CommitOptions } from "../world/actions/write-commits.ts";
import { identityOf, writeCommit } from "../world/actions/write-commits.ts";
import type { CheckRun } from "../world/checks.ts";
import { latestRuns } from "../world/checks.ts";
import type { Environment, RunEvent } from "../world/deployments.ts";
import type { Issue } from "../world/issues.ts";
import type { Repository, RepositoryRole } from "../world/repositories.ts";
import { fullName } from "../world/repositories.ts";
import type { Ruleset } from "../world/rulesets.ts";
import type { Alert, Analysis, SecurityFeature } from "../world/security.ts";
import type { World } from "../world/world.ts";
import { DeploymentHandle } from "./deployment-handle.ts";
import { MergeQueueHandle } from "./merge-queue-handle.ts";
import { PullRequestHandle } from "./pull-request-handle.ts";
import { ReleaseHandle } from "./release-handle.ts";

/** What a tag is made of. */
export interface TagOptions {
  readonly by: Account;
  /** A commit, branch or tag; the default branch unless said otherwise. */
  readonly commit?: string | undefined;
  /** The message of an annotated tag; a tag without one is lightweight. */
  readonly annotated?: string | undefined;
  /** Moves a tag that is there already. */
  readonly force?: boolean;
  readonly bypass?: boolean;
}

/** What a release is made of; with files it is a draft for a moment. */
export interface ReleaseOptions extends Omit<ReleaseFields, "tagName"> {
  readonly by: Account;
  readonly tag: string;
  readonly immutable?: boolean;
  readonly assets?: Readonly<Record<string, string | Buffer>>;
}

/** What is deployed where. */
export interface DeployOptions {
  readonly environment: string;
  readonly by: Account;
  /** A branch or tag, or the full name of a ref; the default branch unless said otherwise. */
  readonly ref?: string;
  /** The commit; where the ref points unless said otherwise. */
  readonly commit?: string;
  readonly event?: RunEvent;
  /** Another job of a run that is there already. */
  readonly run?: DeploymentHandle;
}

/** A repository and what people do in it. */
export class RepositoryHandle {
  readonly #world: World;
  readonly #app: App;
  /** The state itself, to look at. */
  readonly record: Repository;

  constructor(world: World, app: App, record: Repository) {
    this.#world = world;
    this.#app = app;
    this.record = record;
  }

  /** "owner/name". */
  get fullName(): string {
    return fullName(this.record);
  }

  /** The commit that a branch, tag or id leads to. */
  oid(name: string = this.record.defaultBranch): string {
    const oid = resolveCommit(this.record, name);
    if (oid === undefined) throw new Error(`${this.fullName} has no ${name}`);
    return oid;
  }

  /**
   * Commits on top of a branch (made from the default branch where it does not exist) and pushes;
   * returns the commit.
   */
  commit(options: CommitOptions & { branch?: string; by?: Account }): string {
    const branch = options.branch ?? this.record.defaultBranch;
    const tip = resolveCommit(this.record, branch) ?? resolveCommit(this.record, "HEAD");
    const parents = options.parents ?? (tip === undefined ? [] : [tip]);
    const oid = this.writeCommit({ ...options, parents });
    const by = options.by ?? ("login" in options.author ? options.author : this.record.owner);
    this.push(branch, oid, { by });
    return oid;
  }

  /** Writes a commit that no branch has yet; returns its id. */
  writeCommit(options: CommitOptions): string {
    return writeCommit(this.#world, this.record, options);
  }

  /** Moves a branch, creating it where needed. */
  push(branch: string, oid: string, options: MoveOptions): void {
    moveRef(this.#world, this.record, `refs/heads/${branch}`, oid, options);
  }

  /** Makes a branch at a commit or at the tip of another branch. */
  branch(name: string, from: string, by: Account): void {
    this.push(name, this.oid(from), { by });
  }

  /** Deletes a branch. */
  deleteBranch(name: string, by: Account, options: { bypass?: boolean } = {}): void {
    deleteRef(this.#world, this.record, `refs/heads/${name}`, { by, ...options });
  }

  /** Tags a commit: annotated when there is a message, else lightweight. */
  tag(name: string, options: TagOptions): void;
  tag(name: string, target: string, by: Account, message?: string): void;
  tag(name: string, how: string | TagOptions, by?: Account, message?: string): void {
    const options = typeof how === "string" ? { commit: how, annotated: message, by } : how;
    if (options.by === undefined) throw new Error("Somebody has to push a tag");
    const { force = typeof how === "string", bypass = false } = how as Partial<TagOptions>;
    const oid = this.#tagged(name, { ...options, by: options.by });
    const move = { by: options.by, force, bypass };
    moveRef(this.#world, this.record, `refs/tags/${name}`, oid, move);
  }

  /** Pushes several tags of a commit at once: of more than three GitHub tells nobody. */
  pushTags(names: readonly string[], options: TagOptions): void {
    const { by, bypass = false } = options;
    for (const name of names) {
      const move = { by, bypass, silent: names.length > 3 };
      const oid = this.#tagged(name, options);
      moveRef(this.#world, this.record, `refs/tags/${name}`, oid, move);
    }
  }

  /** Moves a tag to another commit by force; it is lightweight then. */
  moveTag(name: string, commit: string, by: Account, options: { bypass?: boolean } = {}): void {
    const move = { by, force: true, ...options };
    moveRef(this.#world, this.record, `refs/tags/${name}`, this.oid(commit), move);
  }

  /** Deletes a tag; a release of it becomes a draft. */
  deleteTag(name: string, by: Account, options: { bypass?: boolean } = {}): void {
    deleteRef(this.#world, this.record, `refs/tags/${name}`, { by, ...options });
  }

  /** The text of a file, or undefined. */
  read(path: string, at: string = this.record.defaultBranch): string | undefined {
    const { objects } = this.record;
    const entry = entryAt(objects, objects.read("commit", this.oid(at)).tree, path);
    const object = entry === undefined ? undefined : objects.get(entry.oid);
    return object?.type === "blob" ? object.content.toString("utf8") : undefined;
  }

  /** Opens a pull request. */
  pullRequest(
    options: Omit<PullRequestOptions, "from"> & { from?: RepositoryHandle },
  ): PullRequestHandle {
    const { from, ...rest } = options;
    const source = from === undefined ? {} : { from: from.record };
    const record = openPullRequest(this.#world, this.record, { ...rest, ...source });
    return new PullRequestHandle(this.#world, this.#app, record);
  }

  /** A pull request that is there already. */
  pullRequestNumber(number: number): PullRequestHandle {
    const record = this.record.issues.get(number);
    if (record?.kind !== "pull-request") throw new Error(`There is no pull request ${number}`);
    return new PullRequestHandle(this.#world, this.#app, record);
  }

  /** Opens an issue. */
  issue(by: Account, title: string, body = ""): Issue {
    return openIssue(this.#world, this.record, by, { title, body });
  }

  /** All issues that are no pull requests, oldest first. */
  issues(): Issue[] {
    return [...this.record.issues.values()].filter((issue) => issue.kind === "issue");
  }

  /** Creates a release, published unless it is to be a draft. */
  release(options: ReleaseOptions): ReleaseHandle;
  release(
    by: Account,
    fields: ReleaseFields & { tagName: string; immutable?: boolean },
  ): ReleaseHandle;
  release(how: ReleaseOptions | Account, fields?: NewRelease): ReleaseHandle {
    if (fields !== undefined) {
      const record = createRelease(this.#world, this.record, how as Account, fields);
      return new ReleaseHandle(this.#world, record);
    }
    const { by, tag, assets = {}, draft = false, ...rest } = how as ReleaseOptions;
    const options = { ...rest, tagName: tag };
    const isEmpty = Object.keys(assets).length === 0;
    // As on the page: a release is saved with its files before it is published.
    const startsAsDraft = draft || !isEmpty;
    const record = createRelease(this.#world, this.record, by, {
      ...options,
      draft: startsAsDraft,
    });
    const handle = new ReleaseHandle(this.#world, record);
    for (const [name, content] of Object.entries(assets)) handle.uploadAsset(by, name, content);
    if (!draft && startsAsDraft) handle.publish(by);
    return handle;
  }

  /** All releases, drafts too, oldest first. */
  releases(): ReleaseHandle[] {
    return this.record.releases.map((record) => new ReleaseHandle(this.#world, record));
  }

  /** The merge queue before a branch, made where there is none. */
  mergeQueue(branch: string = this.record.defaultBranch): MergeQueueHandle {
    return new MergeQueueHandle(this.#world, queueBefore(this.record, branch));
  }

  /** Creates a ruleset; enforced from now on. */
  ruleset(fields: RulesetFields & { readonly name: string }): Ruleset {
    return createRuleset(this.#world, this.record, fields);
  }

  /** An environment, made where there is none; each App given has a say in it from now on. */
  environment(name: string, options: { protectedBy?: App | readonly App[] } = {}): Environment {
    const environment = environmentNamed(this.#world, this.record, name);
    const { protectedBy = [] } = options;
    const apps = "slug" in protectedBy ? [protectedBy] : protectedBy;
    for (const app of apps) protectEnvironment(this.#world, environment, app);
    return environment;
  }

  /** A workflow runs, and a job of it reaches an environment. */
  deploy(options: DeployOptions): DeploymentHandle {
    const { ref = this.record.defaultBranch, event = "push", by } = options;
    const environment = environmentNamed(this.#world, this.record, options.environment);
    const full = ["", "refs/heads/", "refs/tags/"]
      .map((prefix) => prefix + ref)
      .find((name) => this.record.refs.has(name));
    const start = { by, event, sha: this.oid(options.commit ?? ref), ref: full ?? ref };
    const run = options.run?.run ?? startRun(this.#world, this.record, start);
    const gate = deployTo(this.#world, run, environment);
    return new DeploymentHandle(this.#world, this.#app, run, gate);
  }

  /** Gives someone a role; null takes it away. */
  collaborator(account: Account, role: RepositoryRole | null): void {
    setCollaborator(this.record, account, role);
  }

  /** Gives a team a role. */
  teamAccess(team: Team, role: RepositoryRole): void {
    giveTeamAccess(this.#world, this.record, team, role);
  }

  /** Forks it. */
  fork(owner: Account): RepositoryHandle {
    const record = forkRepository(this.#world, this.record, owner);
    return new RepositoryHandle(this.#world, this.#app, record);
  }

  /** An alert is raised. */
  alert(kind: Alert["kind"], fields: AlertFields = {}): Alert {
    return raiseAlert(this.#world, this.record, kind, fields);
  }

  /** An alert is mended; with `dismissedBy`, dismissed. */
  closeAlert(alert: Alert, how: { dismissedBy?: Account; reason?: string } = {}): void {
    closeAlert(this.#world, alert, how);
  }

  /** Takes in an analysis of a commit; from then on only what is taken in was analysed. */
  analyse(fields: { ref: string; sha: string; error?: string; category?: string }): Analysis {
    this.record.security.analysesEverything = false;
    return takeInAnalysis(this.#world, this.record, fields);
  }

  /** Switches something off that GitHub watches over. */
  switchOff(feature: SecurityFeature): void {
    this.record.security.off.add(feature);
  }

  /** Lets another App write a check run, e.g. one that borrows a name. */
  checkRunOf(
    app: App,
    fields: CheckRunFields & { readonly name: string; readonly headSha: string },
  ): CheckRun {
    return createCheckRun(this.#world, this.record, app, fields);
  }

  /** The newest check run of each name that the App under test wrote on a commit. */
  checkRunsOn(name: string): CheckRun[] {
    const sha = this.oid(name);
    return this.record.checkSuites
      .filter((suite) => suite.headSha === sha && suite.app === this.#app)
      .flatMap(latestRuns);
  }

  #tagged(name: string, options: TagOptions | (Partial<TagOptions> & { by: Account })): string {
    const commit = this.oid(options.commit);
    if (options.annotated === undefined) return commit;
    const tagger = { ...identityOf(options.by), date: this.#world.now() };
    const content = { object: commit, objectType: "commit", name, tagger } as const;
    return this.record.objects.putTag({ ...content, message: options.annotated });
  }
}
