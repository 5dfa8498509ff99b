import type { Account, App, Team } from "../world/accounts.ts";
import { addComment, editComment } from "../world/actions/comments.ts";
import type { MergeMethod } from "../world/actions/merge-pull-request.ts";
import { mergePullRequest } from "../world/actions/merge-pull-request.ts";
import { closePullRequest } from "../world/actions/close-pull-requests.ts";
import { moveRef } from "../world/actions/move-refs.ts";
import {
  addLabel,
  editPullRequest,
  removeLabel,
  reopenPullRequest,
  requestReview,
  setDraft,
} from "../world/actions/pull-requests.ts";
import { dismissReview, editReview, submitReview } from "../world/actions/reviews.ts";
import type { CommitOptions } from "../world/actions/write-commits.ts";
import { writeCommit } from "../world/actions/write-commits.ts";
import type { CheckRun } from "../world/checks.ts";
import { latestRuns } from "../world/checks.ts";
import type { IssueComment, PullRequest, Review } from "../world/issues.ts";
import type { World } from "../world/world.ts";

/** How a pull request is merged. */
interface MergeOptions {
  readonly by: Account;
  readonly method?: MergeMethod;
  readonly title?: string;
  readonly message?: string;
  /** Someone whom the rulesets let pass uses that. */
  readonly bypass?: boolean;
}

/** A pull request and what people do with it. */
export class PullRequestHandle {
  readonly #world: World;
  readonly #app: App;
  /** The state itself, to look at. */
  readonly record: PullRequest;

  constructor(world: World, app: App, record: PullRequest) {
    this.#world = world;
    this.#app = app;
    this.record = record;
  }

  /** Its number. */
  get number(): number {
    return this.record.number;
  }

  /** Its head commit. */
  get headOid(): string {
    return this.record.headOid;
  }

  /** Commits to its branch and pushes; returns the new head. */
  commit(options: Omit<CommitOptions, "parents"> & { by?: Account }): string {
    const repository = this.record.headRepository ?? this.record.repository;
    const oid = writeCommit(this.#world, repository, { ...options, parents: [this.headOid] });
    const pusher = options.by ?? ("login" in options.author ? options.author : this.record.author);
    this.push(oid, pusher);
    return oid;
  }

  /** Moves its branch, by force where that is needed. */
  push(oid: string, by: Account): void {
    const repository = this.record.headRepository ?? this.record.repository;
    moveRef(this.#world, repository, `refs/heads/${this.record.headRef}`, oid, { by, force: true });
  }

  /** Approves the head, or the commit given. */
  approve(by: Account, options: { body?: string; commit?: string } = {}): Review {
    return submitReview(this.#world, this.record, by, "APPROVED", options);
  }

  /** Requests changes. */
  requestChanges(by: Account, options: { body?: string; commit?: string } = {}): Review {
    return submitReview(this.#world, this.record, by, "CHANGES_REQUESTED", options);
  }

  /** Submits a review that neither approves nor objects. */
  reviewComment(by: Account, body: string): Review {
    return submitReview(this.#world, this.record, by, "COMMENTED", { body });
  }

  /** Dismisses a review. */
  dismiss(review: Review, by: Account, message = "Out of date"): void {
    dismissReview(this.#world, review, by, message);
  }

  /** Changes the text of a review. */
  editReview(review: Review, by: Account, body: string): void {
    editReview(this.#world, review, by, body);
  }

  /** Asks someone for a review. */
  requestReview(reviewer: Account | Team, by: Account): void {
    requestReview(this.#world, this.record, reviewer, by);
  }

  /** Comments in the conversation. */
  comment(by: Account, body: string): IssueComment {
    return addComment(this.#world, this.record, by, body);
  }

  /** Changes a comment. */
  editComment(comment: IssueComment, by: Account, body: string): void {
    editComment(this.#world, comment, by, body);
  }

  /** Puts a label on it. */
  label(name: string, by: Account): void {
    addLabel(this.#world, this.record, name, by);
  }

  /** Takes a label off. */
  unlabel(name: string, by: Account): void {
    removeLabel(this.#world, this.record, name, by);
  }

  /** Changes title, body or base branch. */
  edit(by: Account, edit: { title?: string; body?: string; base?: string }): void {
    editPullRequest(this.#world, this.record, by, edit);
  }

  /** Changes the base branch. */
  retarget(base: string, by: Account): void {
    editPullRequest(this.#world, this.record, by, { base });
  }

  /** Makes it a draft. */
  convertToDraft(by: Account): void {
    setDraft(this.#world, this.record, true, by);
  }

  /** Makes a draft ready for review. */
  readyForReview(by: Account): void {
    setDraft(this.#world, this.record, false, by);
  }

  /** Closes it. */
  close(by: Account): void {
    closePullRequest(this.#world, this.record, by);
  }

  /** Reopens it. */
  reopen(by: Account): void {
    reopenPullRequest(this.#world, this.record, by);
  }

  /** Merges it; returns the commit on the base branch. */
  merge(options: MergeOptions): string;
  merge(by: Account, method?: MergeMethod): string;
  merge(how: MergeOptions | Account, method?: MergeMethod): string {
    const { by, ...options } = "login" in how ? { by: how, ...(method && { method }) } : how;
    return mergePullRequest(this.#world, this.record, by, options);
  }

  /** The commit on the base branch, once it is merged. */
  get mergeCommit(): string | null {
    return this.record.mergeCommitOid;
  }

  /** When it was merged. */
  get mergedAt(): Date | null {
    return this.record.mergedAt;
  }

  /** The newest check run of each name that the App wrote on the head. */
  checkRuns(): CheckRun[] {
    const { repository, headOid } = this.record;
    return repository.checkSuites
      .filter((suite) => suite.headSha === headOid && suite.app === this.#app)
      .flatMap(latestRuns);
  }

  /** The App's newest check run of this name on the head. */
  checkRun(name: string): CheckRun | undefined {
    return this.checkRuns().find((run) => run.name === name);
  }
}
