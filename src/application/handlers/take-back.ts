import type { Decided } from "../judge.ts";
import type { CommitSnapshot, Done, Release, ReleaseEdit } from "../ports.ts";
import {
  hasNotes,
  issueMarker,
  releaseIssue,
  releaseNotes,
  solvedIssue,
  withNotes,
  type NotTakenBack,
  type ReleaseReport,
} from "../report/index.ts";
import type { Log } from "../surroundings.ts";
import { isPartlyUnread } from "./look-again.ts";
import { isSettled } from "./release-marks.ts";
import type { ReleaseDesk } from "./release-desk.ts";

/** What is to be done about a release besides its check. */
export interface Todo {
  /** What happens to one that was published without passing; `none` where nothing has to. */
  readonly action: ReleaseReport["action"];
  /** Whether the gate table is kept in its notes. */
  readonly annotate: boolean;
  readonly passed: boolean;
}

/** What could not be read is tried again so often before a release is taken back for it. */
const ATTEMPTS_BEFORE_UNKNOWN_COUNTS = 3;

/**
 * What a policy wants done: the last valid one, where the one in force is broken. A release is taken
 * back only once it is clear that it did not pass: what could not be read in passing is read again
 * first, but not what only people can mend.
 */
export function whatToDo(
  release: Release | null,
  decided: Decided<CommitSnapshot>,
  attempt: number,
): Todo {
  const { decision, policy } = decided;
  const passed = decision.outcome === "passed";
  const annotate = policy?.releases.annotate ?? true;
  const none = { action: "none", annotate, passed } as const;
  if (release === null || release.draft || passed || policy?.mode === "observe") return none;
  if (isSettled(release)) return none;
  const mayBeReadYet = attempt < ATTEMPTS_BEFORE_UNKNOWN_COUNTS && isPartlyUnread(decided);
  if (decision.outcome === "unknown" && mayBeReadYet) return none;
  const wanted = policy?.releases.whenUnready ?? "redraft";
  return { ...none, action: wanted === "redraft" && release.immutable ? "report" : wanted };
}

/** Keeps the notes current, takes a release back, or reports that it could not be. */
export async function act(
  desk: ReleaseDesk,
  release: Release,
  report: ReleaseReport,
  todo: Todo,
  log: Log,
): Promise<void> {
  const { platform, repository } = desk;
  const notes = notesFor(release, report, todo, log);
  const change = changeFor(release, todo);
  const edit: ReleaseEdit = { ...(notes === null ? {} : { body: notes }), ...change };
  const done: Done =
    Object.keys(edit).length === 0
      ? { status: "done" }
      : await platform.editRelease(repository, release, edit);
  if (done.status === "gone") return closeIssues(desk, release.id, report, "deleted");
  if (done.status === "refused") {
    log.warn({ release: release.tag, why: done.why }, "GitHub refused the edit");
    // The notes alone are no reason to alarm anybody; but what is out must be reported.
    if (change !== null && notes !== null)
      await platform.editRelease(repository, release, { body: notes });
  }
  const why = notTakenBack(release, todo, change === null ? null : done);
  if (why !== null) return reportIssue(desk, release, report, why, log);
  if (todo.passed) return closeIssues(desk, release.id, report, "passed");
  if (release.draft || todo.action === "redraft") {
    return closeIssues(desk, release.id, report, "redrafted");
  }
}

/** Null where nothing is to be written. */
function notesFor(release: Release, report: ReleaseReport, todo: Todo, log: Log): string | null {
  if (!todo.annotate) return null;
  const block = releaseNotes(report);
  if (hasNotes(release.body, block)) return null;
  const body = withNotes(release.body, block);
  if (body === null) log.warn({ release: release.tag }, "the notes are too long to be annotated");
  return body;
}

function changeFor(
  release: Release,
  { action }: Todo,
): Pick<ReleaseEdit, "draft" | "prerelease"> | null {
  if (action === "redraft") return { draft: true };
  return action === "prerelease" && !release.prerelease ? { prerelease: true } : null;
}

/** Why a release that should not be out is out all the same; null where it is not, or is meant to be. */
function notTakenBack(release: Release, { action }: Todo, done: Done | null): NotTakenBack | null {
  if (action === "none") return null;
  if (done?.status === "refused") return { code: "refused", detail: done.why };
  if (action !== "report") return null;
  return { code: release.immutable ? "immutable" : "policy", detail: null };
}

async function reportIssue(
  { platform, repository }: ReleaseDesk,
  release: Release,
  report: ReleaseReport,
  why: NotTakenBack,
  log: Log,
): Promise<void> {
  const issue = releaseIssue(report, why);
  const [own] = await platform.ownIssues(repository, issueMarker(release.id));
  if (own?.state === "closed" && !wasSolvedByUs(own.body)) return;
  if (own?.state === "open" && own.body === issue.body && own.title === issue.title) return;
  const done = own
    ? await platform.editIssue(repository, own.number, issue, "open")
    : await platform.openIssue(repository, issue);
  if (done.status === "refused")
    log.warn({ release: release.tag, why: done.why }, "GitHub refused the issue");
}

/** Closes what we reported, once it is solved. */
export async function closeIssues(
  { platform, repository }: ReleaseDesk,
  id: number,
  report: ReleaseReport | null,
  how: "passed" | "redrafted" | "deleted",
): Promise<void> {
  const marker = issueMarker(id);
  for (const own of await platform.ownIssues(repository, marker)) {
    if (own.state === "closed") continue;
    const body = [marker, SOLVED, solvedIssue(report, how)].join("\n\n");
    await platform.editIssue(repository, own.number, { title: own.title, body }, "closed");
  }
}

/** What people closed stays closed; what we closed is opened again when it comes back. */
const SOLVED = "<!-- portcullis solved -->";

function wasSolvedByUs(body: string): boolean {
  return body.includes(SOLVED);
}
