import type { CandidateKind } from "../../domain/index.ts";
import type { CheckRun, EvidenceUnavailable } from "../ports.ts";
import { candidateWords } from "./candidate-words.ts";
import { AGGREGATE } from "./check-runs.ts";
import { literal } from "./escape.ts";
import { clip, plainLine } from "./plain.ts";
import { RECHECK } from "./recheck.ts";
import { RELEASE } from "./release-report.ts";

/**
 * The check runs of a candidate that is no release: the aggregate, and those of the gates that
 * stand from before (`names`, as published), so that none is left red. Never `portcullis/release`,
 * which is only ever green for a commit that was decided as a release itself.
 */
export function notARelease(
  names: readonly string[],
  kind: CandidateKind = "pull-request",
): readonly CheckRun[] {
  return withAggregate(names)
    .filter((name) => name !== RELEASE)
    .map((name) => ({
      name,
      conclusion: "success",
      title: "Not a release",
      summary: candidateWords(kind).notARelease,
      text: null,
      annotations: [],
      actions: [RECHECK],
    }));
}

/** Why nothing could be read. */
type Unread = Pick<EvidenceUnavailable, "code" | "message"> &
  Partial<Pick<EvidenceUnavailable, "resetsAt">>;

/**
 * The check runs for the case that nothing could be read: the aggregate, and those that stand from
 * before (`names`), so that none is left green. The gate stays shut, and says why.
 */
export function couldNotTell(reason: Unread, names: readonly string[] = []): readonly CheckRun[] {
  return withAggregate(names).map((name) => unreadRun(name, reason));
}

/** The same for a release or a tag, which has but the one check run. */
export function releaseCouldNotTell(reason: Unread): CheckRun {
  return unreadRun(RELEASE, reason);
}

function unreadRun(name: string, reason: Unread): CheckRun {
  const why = WHY[reason.code];
  return {
    name,
    conclusion: "failure",
    title: clip(plainLine(titleOf(reason)), 255),
    summary: [
      `**Portcullis could not read what it needs, so the gate stays shut.** ${why.explanation}`,
      `What was answered: ${literal(reason.message)}`,
      why.remedy,
    ].join("\n\n"),
    text: null,
    annotations: [],
    actions: [RECHECK],
  };
}

function titleOf({ code, resetsAt }: Unread): string {
  if (!resetsAt) return `Could not tell: ${WHY[code].title}; it will be tried again`;
  const time = `${minuteAfter(resetsAt).slice(11, 16)} UTC`;
  return `Could not tell yet: waiting for GitHub’s hourly limit, which resets at ${time}`;
}

/** Whoever comes back at this time comes late enough. */
function minuteAfter(instant: string): string {
  const minute = 60_000;
  return new Date(Math.ceil(Date.parse(instant) / minute) * minute).toISOString();
}

/** Why nothing could be read, and what follows from it, by the closed codes of the port. */
export const WHY: Readonly<
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
  "near-limit": {
    title: "waiting for GitHub’s hourly limit",
    explanation:
      "GitHub answers so many questions an hour, and few are left: they are kept for saying so here.",
    remedy: "Nobody has to do anything: it is tried again as soon as the limit resets.",
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
