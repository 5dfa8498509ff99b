import { secondsOf } from "../../domain/index.ts";
import { EvidenceUnavailable, type Platform, type WaitingDeployment } from "../ports.ts";
import type { DeploymentJob, Told } from "../queue.ts";
import { deploymentWords, type DeploymentReport } from "../report/index.ts";
import { FIRST_ATTEMPT_SHOWN, type Surroundings } from "../surroundings.ts";
import { findOut, type FoundOut } from "./deployment-verdict.ts";

/** GitHub takes ten; the last word needs none of them, and nobody reads ten. */
const MOST_REPORTS = 5;

/** What is held is looked at so often, in case that an event was lost; sooner where a date comes. */
const LOOK_AGAIN_AFTER_MS = 30 * 60_000;

/** Where nobody set how long a deployment may wait. */
const GIVE_UP_AFTER = "7d";

/** A deployment that waits, and whom to answer. */
interface Desk {
  readonly job: DeploymentJob;
  readonly waiting: WaitingDeployment;
  readonly platform: Platform;
  readonly around: Surroundings;
}

/** Answers a deployment: at once, or when what it waits for has come, or when its time is over. */
export async function decideDeployment(
  job: DeploymentJob,
  attempt: number,
  around: Surroundings,
): Promise<void> {
  const { repository, runId, environment } = job;
  const platform = await around.platform(job.installationId);
  const waiting = await platform.waitingDeployment(repository, runId, environment);
  if (waiting === null) {
    await around.held.release(job);
    return;
  }
  const desk = { job, waiting, platform, around };
  // We answered; what it still waits for is somebody else.
  if ((await toldBefore(desk)).answered) return;
  const found = await findOut(waiting, repository, platform, around);
  // A passing hiccup is worth none of the few reports; nothing more can be said at a limit itself.
  const code = found.unread?.code ?? null;
  const isPassing = attempt < FIRST_ATTEMPT_SHOWN && code !== "near-limit";
  if (found.unread && (isPassing || code === "rate-limited")) throw found.unread;
  const report = inTime(found, desk);
  // Within the hour it can be told: that is no reason to give up.
  if (found.unread && code === "near-limit" && report.state !== "held") throw found.unread;
  if (report.state !== "held") return answer(report.state, report, desk);
  await hold(report, endOf(found, desk), desk);
  if (found.unread) throw found.unread;
}

/** What was held for too long is rejected: it would block the environment's queue for ever. */
function inTime(found: FoundOut, desk: Desk): DeploymentReport {
  const { verdict } = found;
  const { around, waiting } = desk;
  const isOver = Date.parse(around.now()) >= endOf(found, desk);
  if (verdict.state !== "held" || !isOver) return verdict;
  const { environment, commit } = verdict;
  const last = verdict.why === "decided" ? verdict : null;
  const [since, after] = [waiting.since, giveUpAfter(found)];
  return { environment, commit, why: "given-up", state: "rejected", since, after, last };
}

function endOf(found: FoundOut, { waiting }: Desk): number {
  return Date.parse(waiting.since) + (secondsOf(giveUpAfter(found)) ?? 0) * 1_000;
}

function giveUpAfter({ policy }: FoundOut): string {
  return policy?.deployments.giveUpAfter ?? GIVE_UP_AFTER;
}

async function answer(
  state: "approved" | "rejected",
  report: DeploymentReport,
  desk: Desk,
): Promise<void> {
  const { job, waiting, platform, around } = desk;
  const comment = deploymentWords(report);
  const done = await platform.answerDeployment(job.repository, waiting, { state, comment });
  if (done.status === "refused") throw new EvidenceUnavailable("forbidden", done.why);
  around.log.info({ state }, "deployment answered");
  await around.held.keep({ job, told: { ...(await toldBefore(desk)), answered: true } });
}

/** Says how it stands, where that is news, and waits. */
async function hold(report: DeploymentReport, end: number, desk: Desk): Promise<void> {
  const { job, waiting, platform, around } = desk;
  const before = await toldBefore(desk);
  const comment = deploymentWords(report);
  const isNews = before.said !== comment && before.reports < MOST_REPORTS;
  const done = isNews
    ? await platform.answerDeployment(job.repository, waiting, { comment })
    : null;
  if (done?.status === "gone") {
    await around.held.release(job);
    return;
  }
  if (done?.status === "refused") around.log.warn({ why: done.why }, "GitHub refused the report");
  const told =
    done?.status === "done" ? { ...before, reports: before.reports + 1, said: comment } : before;
  await around.held.keep({ job, told });
  const soon = Date.parse(around.now()) + LOOK_AGAIN_AFTER_MS;
  const next = Math.min(end, soon, reviewOf(report));
  await around.queue.add(job, new Date(next).toISOString());
}

/** When time alone changes the decision; never where it does not. */
function reviewOf(report: DeploymentReport): number {
  const reviewAt = report.why === "decided" ? report.decision["review-at"] : null;
  return reviewAt === null ? Number.POSITIVE_INFINITY : Date.parse(reviewAt);
}

/** A run that is run again asks anew, and takes reports anew. */
async function toldBefore({ job, waiting: { attempt }, around }: Desk): Promise<Told> {
  const told = (await around.held.get(job))?.told;
  return told?.attempt === attempt ? told : { attempt, reports: 0, said: null, answered: false };
}
