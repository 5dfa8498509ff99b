import { worst, type Instant } from "../domain/index.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Knowledge } from "./knowledge.ts";
import {
  EvidenceUnavailable,
  type Platform,
  type Publication,
  type PullRequestRef,
} from "./ports.ts";
import { gateRuns, plan } from "./publication.ts";
import type { Job, JobQueue } from "./queue.ts";
import { couldNotTell } from "./report/index.ts";

/** What the use cases are given by whoever wires them. */
export interface Surroundings {
  readonly knowledge: Knowledge;
  readonly now: () => Instant;
  /** `https://github.com`, or the address of the Enterprise Server. */
  readonly webUrl: string;
  readonly platform: (installationId: number) => Promise<Platform>;
  /** Every installation of the App. */
  readonly installations: () => Promise<readonly number[]>;
  readonly queue: () => JobQueue;
  readonly log: Log;
}

export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

type PullRequestJob = Extract<Job, { kind: "pull-request" }>;

/** A passing hiccup is not shown: only from the second failure on the checks say so. */
const FIRST_ATTEMPT_SHOWN = 2;

/** Does one job. A rejection means that it has to be done again later. */
export async function handleJob(job: Job, attempt: number, around: Surroundings): Promise<void> {
  switch (job.kind) {
    case "pull-request":
      return decideAndPublish(job, attempt, around);
    case "commit":
      return queueOpen(job, job.head, job.again, around);
    case "repository":
      return queueOpen(job, undefined, false, around);
    case "recheck": {
      const platform = await around.platform(job.ref.installationId);
      const { repository, number } = job.ref;
      if (!(await platform.canWrite(repository, job.login))) return;
      const open = await platform.openPullRequests(repository);
      const head = open.find((each) => each.number === number)?.head ?? null;
      around.queue().add({ kind: "pull-request", ref: job.ref, head, again: true });
      return;
    }
    case "installation": {
      const { installationId } = job;
      const platform = await around.platform(installationId);
      for (const repository of await platform.repositories()) {
        around.queue().add({ kind: "repository", installationId, repository });
      }
      return;
    }
    case "app":
      for (const installationId of await around.installations()) {
        around.queue().add({ kind: "installation", installationId });
      }
  }
}

/** The main way: gather the evidence, decide, publish. */
async function decideAndPublish(
  job: PullRequestJob,
  attempt: number,
  around: Surroundings,
): Promise<void> {
  const platform = await around.platform(job.ref.installationId);
  const freshness = job.again ? ("anew" as const) : ("remembered" as const);
  const options = { now: around.now(), knowledge: around.knowledge, freshness };
  let unread: boolean;
  try {
    const own = await judge(platform.pullRequest(job.ref), options);
    if (own.status === "nobody-asked" || own.status === "gone") return;
    const siblings = await judgeSiblings(own, job.ref, platform, options);
    const publication = plan(own, siblings, around);
    if (publication === null) return;
    const refused = await platform.publish(publication, own.snapshot.published, {
      again: job.again,
    });
    queueSiblings(job.ref, own, publication, around);
    unread = [own, ...siblings].some(isPartlyUnread);
    if (!unread) lookAgainInTime(job, own, around);
    around.log.info(
      { candidate: job.ref, ...summaryOf(own, siblings) },
      refused.length === 0 ? "decided" : `decided; ${refused.join("; ")}`,
    );
  } catch (error) {
    if (attempt >= FIRST_ATTEMPT_SHOWN) await sayItCouldNotBeTold(job, error, platform, around);
    throw error;
  }
  if (unread) lookAgainSoon(job, around);
}

/**
 * Whether something could not be read that may be there the next time. What only people can mend, a
 * document that is no text, is not asked for again and again.
 */
function isPartlyUnread(judgement: Judgement): boolean {
  if (judgement.status !== "decided") return false;
  const findings = judgement.decision.gates.flatMap((gate) => gate.findings);
  // A file of which not even the id is known is one that GitHub did not show.
  const hidden = Object.values(judgement.snapshot.files).some(
    (entry) => entry.kind === "unreadable" && entry.oid === null,
  );
  if (hidden && judgement.decision.outcome !== "passed") return true;
  return findings.some((finding) => {
    const next = finding["acts-next"];
    const mendsItself = next === "portcullis" || next === "administrator";
    return finding.outcome === "unknown" && (mendsItself || finding.requirement === "policy.valid");
  });
}

/** It was published that parts are unread; nobody sends an event once they can be read. */
function lookAgainSoon(job: PullRequestJob, around: Surroundings): void {
  if (!job.again) throw new EvidenceUnavailable("forbidden", "GitHub did not tell everything.");
  // Trying a "Re-run" again would write every check run again as well.
  around.queue().add({ ...job, again: false });
}

/** Time alone can change a decision: then nobody sends an event. */
function lookAgainInTime(job: PullRequestJob, own: Judgement, around: Surroundings): void {
  if (own.status !== "decided") return;
  const reviewAt = own.decision["review-at"];
  if (reviewAt !== null) around.queue().add({ ...job, again: false }, reviewAt);
}

/** Other open pull requests with the same head: their decisions count for the commit as well. */
async function judgeSiblings(
  own: Extract<Judgement, { snapshot: unknown }>,
  ref: PullRequestRef,
  platform: Platform,
  options: Parameters<typeof judge>[1],
): Promise<readonly Extract<Judgement, { snapshot: unknown }>[]> {
  const { siblings, candidate } = own.snapshot;
  if (siblings.status !== "read") {
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "Could not read which other pull requests have the same head commit.",
    );
  }
  const judged = [];
  for (const number of siblings.value) {
    const sibling = await judge(platform.pullRequest({ ...ref, number }), options);
    if ("snapshot" in sibling && sibling.snapshot.candidate.commit === candidate.commit) {
      judged.push(sibling);
    }
  }
  return judged;
}

/**
 * Checks belong to the commit, comments to a pull request: where the checks turned, what the others
 * with that head say about them is looked at as well. They find the checks written, and end there.
 */
function queueSiblings(
  ref: PullRequestRef,
  own: Extract<Judgement, { snapshot: unknown }>,
  publication: Publication,
  around: Surroundings,
): void {
  const { siblings, published } = own.snapshot;
  const aggregate = ({ name }: { readonly name: string }) => name === "portcullis";
  const before = published.checks.find(aggregate)?.conclusion;
  if (siblings.status !== "read" || before === publication.checks.find(aggregate)?.conclusion)
    return;
  for (const number of siblings.value) {
    const sibling = { ...ref, number };
    around
      .queue()
      .add({ kind: "pull-request", ref: sibling, head: publication.commit, again: false });
  }
}

/** Nothing may stay green that could not be read again. Best effort: the job is tried again anyway. */
async function sayItCouldNotBeTold(
  job: PullRequestJob,
  error: unknown,
  platform: Platform,
  around: Surroundings,
): Promise<void> {
  const { repository, number } = job.ref;
  if (job.head === null) return;
  try {
    const { sources } = await platform.pullRequest(job.ref).policies();
    if (sources.length === 0) return;
    const published = await platform.published(repository, job.head);
    const reason =
      error instanceof EvidenceUnavailable
        ? error
        : ({ code: "unexpected-answer", message: "Portcullis failed; its log says why." } as const);
    await platform.publish(
      {
        repository,
        commit: job.head,
        pullRequest: number,
        checks: couldNotTell(reason, gateRuns(published.checks)),
        comment: null,
        requests: { users: [], teams: [] },
      },
      published,
      { again: false },
    );
  } catch (failure) {
    around.log.warn({ candidate: job.ref, err: failure }, "could not say that nothing can be told");
  }
}

async function queueOpen(
  where: { readonly installationId: number; readonly repository: string },
  head: string | undefined,
  again: boolean,
  around: Surroundings,
): Promise<void> {
  const { installationId, repository } = where;
  const platform = await around.platform(installationId);
  // Where nobody asked for a gate, it is not worth going through every pull request.
  if ((await platform.policies(repository)).sources.length === 0) return;
  for (const open of await platform.openPullRequests(repository, head)) {
    const ref = { installationId, repository, number: open.number };
    around.queue().add({ kind: "pull-request", ref, head: open.head, again });
  }
}

function summaryOf(own: Judgement, siblings: readonly Judgement[]) {
  const decided = [own, ...siblings].filter((each) => each.status === "decided");
  return decided.length === 0
    ? { outcome: "not-a-release" }
    : { outcome: worst(decided.map(({ decision }) => decision.outcome)) };
}
