import { worst } from "../../domain/index.ts";
import { judge, type JudgeOptions, type Judgement } from "../judge.ts";
import {
  EvidenceUnavailable,
  type Platform,
  type PullRequestRef,
  type PullRequestSnapshot,
} from "../ports.ts";
import type { AnySeen } from "../shared-checks.ts";

type Seen = Extract<Judgement, { snapshot: unknown }>;

/** Other open pull requests with the same head: their decisions count for the commit as well. */
export async function judgeSiblings(
  snapshot: Pick<PullRequestSnapshot, "siblings" | "candidate">,
  where: Pick<PullRequestRef, "installationId" | "repository">,
  platform: Platform,
  options: JudgeOptions,
): Promise<readonly Seen[]> {
  const { siblings, candidate } = snapshot;
  if (siblings.status !== "read") {
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "Could not read which other pull requests have the same head commit.",
    );
  }
  const judged: Seen[] = [];
  for (const number of siblings.value) {
    const sibling = await judge(platform.pullRequest({ ...where, number }), options);
    if ("snapshot" in sibling && sibling.snapshot.candidate.commit === candidate.commit) {
      judged.push(sibling);
    }
  }
  return judged;
}

/** What was decided, for the log. */
export function summaryOf(all: readonly AnySeen[]): { readonly outcome: string } {
  const decided = all.filter((each) => each.status === "decided");
  return decided.length === 0
    ? { outcome: "not-a-release" }
    : { outcome: worst(decided.map(({ decision }) => decision.outcome)) };
}
