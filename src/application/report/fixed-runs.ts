import type { CheckRun, EvidenceUnavailable } from "../ports.ts";
import { AGGREGATE } from "./check-runs.ts";
import { literal } from "./escape.ts";
import { clip, plainLine } from "./plain.ts";
import { RECHECK } from "./recheck.ts";

/** Only ever green for a commit that was decided as a release itself, so never by anything here. */
const RELEASE = "portcullis/release";

/**
 * The check runs of a pull request that is no release: the aggregate, and those of the gates that
 * stand from before (`names`, as published), so that none is left red. Never `portcullis/release`.
 */
export function notARelease(names: readonly string[]): readonly CheckRun[] {
  return withAggregate(names)
    .filter((name) => name !== RELEASE)
    .map((name) => ({
      name,
      conclusion: "success",
      title: "Not a release",
      summary:
        "By the repository’s policy this pull request is not a release, so Portcullis asks nothing of it.",
      text: null,
      annotations: [],
      actions: [RECHECK],
    }));
}

/**
 * The check runs for the case that nothing could be read: the aggregate, and those that stand from
 * before (`names`), so that none is left green. The gate stays shut, and says why.
 */
export function couldNotTell(
  reason: Pick<EvidenceUnavailable, "code" | "message">,
  names: readonly string[] = [],
): readonly CheckRun[] {
  const why = WHY[reason.code];
  return withAggregate(names).map((name) => ({
    name,
    conclusion: "failure",
    title: clip(plainLine(`Could not tell: ${why.title}; it will be tried again`), 255),
    summary: [
      `**Portcullis could not read what it needs, so the gate stays shut.** ${why.explanation}`,
      `What was answered: ${literal(reason.message)}`,
      why.remedy,
    ].join("\n\n"),
    text: null,
    annotations: [],
    actions: [RECHECK],
  }));
}

const WHY: Readonly<
  Record<EvidenceUnavailable["code"], { title: string; explanation: string; remedy: string }>
> = {
  unreachable: {
    title: "GitHub could not be reached",
    explanation: "GitHub did not answer.",
    remedy: "Nobody has to do anything: it is tried again until GitHub answers.",
  },
  "rate-limited": {
    title: "waiting for GitHub",
    explanation: "GitHub asked to wait before it answers more questions.",
    remedy: "Nobody has to do anything: it is tried again as soon as GitHub allows.",
  },
  forbidden: {
    title: "GitHub does not let Portcullis read",
    explanation: "GitHub refused to show something that is needed.",
    remedy:
      "It is tried again by itself. If it stays like this, an administrator should look whether the App still has every permission that it asks for.",
  },
  "unexpected-answer": {
    title: "GitHub’s answer was not understood",
    explanation: "GitHub answered something that Portcullis does not understand.",
    remedy:
      "It is tried again by itself. If it stays like this, an administrator should look at Portcullis’s log.",
  },
};

function withAggregate(names: readonly string[]): readonly string[] {
  return [...new Set([AGGREGATE, ...names])];
}
