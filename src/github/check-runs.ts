import type { Annotation, CheckRun, PublishedCheck } from "../application/index.ts";
import { annotationsIn, digestOf } from "./digest.ts";

/** GitHub takes so many annotations in a request; further ones are appended by updating the run. */
export const ANNOTATIONS_A_REQUEST = 50;

/** One field of the mutation. `run` is the name of the check run that it writes. */
export type CheckWrite =
  | { readonly kind: "create"; readonly run: CheckRun; readonly externalId: string }
  | {
      readonly kind: "update";
      readonly run: CheckRun;
      readonly externalId: string;
      readonly id: string;
    };

/**
 * The runs that have to be written: those that differ from what stands there, and all of them anew
 * when somebody pressed "Re-run". A completed run takes another conclusion, but it keeps its old
 * annotations whatever is sent, so a run that has some is created anew; the newest of a name counts. https://docs.github.com/en/rest/checks/runs#update-a-check-run
 *
 * What opens the gate is written last and what shuts it first, so that a write that breaks off
 * half-way leaves it shut.
 */
export function checkWrites(
  runs: readonly CheckRun[],
  published: readonly PublishedCheck[],
  again: boolean,
): readonly CheckWrite[] {
  const writes = runs.flatMap((run): CheckWrite[] => {
    const before = published.find((check) => check.name === run.name);
    const digest = digestOf(run);
    if (!again && before && isShown(before, run, digest)) return [];
    const remembered = run.remembers === undefined ? "" : ` ${run.remembers}`;
    const isWhole = run.annotations.length <= ANNOTATIONS_A_REQUEST;
    // Until its last annotation is there, a run must not look finished to the next evaluation.
    const externalId = isWhole ? `${digest}${remembered}` : `${digest}/incomplete`;
    const mayUpdate = !again && annotationsIn(before?.externalId ?? null) === 0;
    return before && mayUpdate
      ? [{ kind: "update", run, externalId, id: before.id }]
      : [{ kind: "create", run, externalId }];
  });
  const opens = (write: CheckWrite) =>
    write.run.conclusion === "success" || write.run.conclusion === "neutral" ? 1 : 0;
  return writes.toSorted((a, b) => opens(a) - opens(b) || isAggregate(a) - isAggregate(b));
}

/** The run that branches require has no slash in its name; it is the last of those that open. */
function isAggregate(write: CheckWrite): number {
  return write.run.name.includes("/") ? 0 : 1;
}

function isShown(before: PublishedCheck, run: CheckRun, digest: string): boolean {
  return (
    before.completed &&
    before.conclusion === run.conclusion &&
    before.externalId === digest &&
    before.remembers === (run.remembers ?? null)
  );
}

export interface CheckTarget {
  readonly repositoryId: string;
  readonly commit: string;
  readonly detailsUrl: string;
  /** ISO 8601. */
  readonly completedAt: string;
}

/** The input of `createCheckRun` or `updateCheckRun`, with the first annotations. */
export function inputOf(write: CheckWrite, target: CheckTarget): Record<string, unknown> {
  const annotations = write.run.annotations.slice(0, ANNOTATIONS_A_REQUEST);
  const common = inputWith(write.run, annotations, target);
  return write.kind === "create"
    ? { ...common, headSha: target.commit, name: write.run.name, externalId: write.externalId }
    : { ...common, checkRunId: write.id, externalId: write.externalId };
}

/** The inputs of the `updateCheckRun`s that append the annotations after the first fifty. */
export function furtherInputsOf(
  run: CheckRun,
  id: string,
  target: CheckTarget,
): readonly Record<string, unknown>[] {
  const inputs: Record<string, unknown>[] = [];
  const { annotations, remembers } = run;
  const whole = remembers === undefined ? digestOf(run) : `${digestOf(run)} ${remembers}`;
  for (let from = ANNOTATIONS_A_REQUEST; from < annotations.length; from += ANNOTATIONS_A_REQUEST) {
    const isLast = from + ANNOTATIONS_A_REQUEST >= annotations.length;
    inputs.push({
      ...inputWith(run, annotations.slice(from, from + ANNOTATIONS_A_REQUEST), target),
      checkRunId: id,
      externalId: isLast ? whole : `${digestOf(run)}/incomplete`,
    });
  }
  return inputs;
}

function inputWith(
  run: CheckRun,
  annotations: readonly Annotation[],
  target: CheckTarget,
): Record<string, unknown> {
  return {
    repositoryId: target.repositoryId,
    status: "COMPLETED",
    conclusion: run.conclusion.toUpperCase(),
    completedAt: target.completedAt,
    detailsUrl: target.detailsUrl,
    output: {
      title: run.title,
      summary: run.summary,
      // Left out, an update would leave the text that stood there before.
      text: run.text ?? "",
      annotations: annotations.map(({ path, line, level, title, message }) => ({
        path,
        location: { startLine: line, endLine: line },
        annotationLevel: level.toUpperCase(),
        title,
        message,
      })),
    },
    actions: run.actions.map(({ label, identifier, description }) => ({
      label,
      identifier,
      description,
    })),
  };
}
