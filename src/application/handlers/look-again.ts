import type { PolicySource } from "../../domain/index.ts";
import type { Decided, Judgement } from "../judge.ts";
import { EvidenceUnavailable, type Snapshot } from "../ports.ts";
import type { HeldJob, MergeGroupJob, RenewableJob } from "../queue.ts";
import type { AnySeen } from "../shared-checks.ts";
import type { Surroundings } from "../surroundings.ts";

/**
 * Whether something could not be read that may be there the next time. What only people can mend, a
 * document that is no text, is not asked for again and again.
 */
export function isPartlyUnread<S extends Snapshot>(judgement: Judgement<S>): boolean {
  if (judgement.status !== "decided") return false;
  const findings = judgement.decision.gates.flatMap((gate) => gate.findings);
  const { files, policies } = judgement.snapshot;
  const entries = [...Object.values(files), ...policies.sources.map(({ entry }) => entry)];
  if (entries.some(isHidden) && judgement.decision.outcome !== "passed") return true;
  return findings.some((finding) => {
    const next = finding["acts-next"];
    const mendsItself = next === "portcullis" || next === "administrator";
    const isThePolicy = finding.requirement === "policy.valid";
    return finding.outcome === "unknown" && mendsItself && !isThePolicy;
  });
}

/** A file of which not even the id is known is one that GitHub did not show. */
function isHidden(entry: PolicySource["entry"]): boolean {
  return entry.kind === "unreadable" && entry.oid === null;
}

/**
 * It was published that parts are unread, or something beside the checks could not be written for now
 * (`why`, where it broke off); nobody sends an event once that can be done.
 */
export async function lookAgainSoon(
  job: RenewableJob,
  around: Surroundings,
  why: EvidenceUnavailable | null = null,
): Promise<void> {
  if (!job.again)
    throw why ?? new EvidenceUnavailable("forbidden", "GitHub did not tell everything.");
  // Trying a "Re-run" again would write every check run again as well.
  await around.queue.add({ ...job, again: false });
}

/** Time alone can change a decision: then nobody sends an event. */
export async function lookAgainInTime<S extends Snapshot>(
  job: RenewableJob,
  { decision }: Pick<Decided<S>, "decision">,
  around: Surroundings,
): Promise<void> {
  const reviewAt = decision["review-at"];
  if (reviewAt !== null) await around.queue.add({ ...job, again: false }, reviewAt);
}

/** The same for what may hold several releases: at the earliest date of them all. */
export async function lookAgainAtMembers(
  job: MergeGroupJob,
  members: readonly AnySeen[],
  around: Surroundings,
): Promise<void> {
  const [earliest] = members
    .map((member) => (member.status === "decided" ? member.decision["review-at"] : null))
    .filter((reviewAt) => reviewAt !== null)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
  if (earliest !== undefined) await around.queue.add(job, earliest);
}

/**
 * What waits for people may have got what it waits for. Tags that were looked at wake no tags, or they
 * would keep each other awake.
 */
export async function wakeHeld(
  where: Pick<HeldJob, "installationId" | "repository">,
  around: Surroundings,
  because: "tag" | "anything" = "anything",
): Promise<void> {
  for (const job of await around.held.of(where))
    if (because !== "tag" || job.kind !== "tag") await around.queue.add(job);
}
