import type { Catalogue, GateDecision } from "../../domain/index.ts";
import type { Annotation } from "../ports.ts";
import { person, sentence } from "./names.ts";
import { tasks, titleOf, type Task } from "./overview.ts";
import { clip, clipBytes, plainLine, plainLines } from "./plain.ts";

/** GitHub's limits for an annotation. */
const TITLE_LIMIT = 255;
const MESSAGE_LIMIT = 64 * 1024 - 1;

/**
 * What is outstanding in a gate, at each line that it concerns; the same thing on the same line is
 * said once. Plain text: GitHub reads no Markdown there. `held` is whether the gate holds anything
 * up today: where it does not, nothing is shown as a failure.
 */
export function annotations(
  gate: GateDecision,
  catalogue: Catalogue,
  held: boolean,
): readonly Annotation[] {
  return tasks([gate], catalogue).flatMap((task) => {
    const lines = [
      task.message,
      ...(task.remedy === null ? [] : [`What to do: ${task.remedy}`]),
      `Who acts next: ${sentence(person(task.who))}`,
    ];
    return task.locations.map((location): Annotation => ({
      path: location.path,
      line: location.line,
      level: held && task.outcome === "unsatisfied" ? "failure" : "warning",
      title: clip(plainLine(title(task, gate, catalogue)), TITLE_LIMIT),
      message: clipBytes(plainLines(lines.join("\n")), MESSAGE_LIMIT),
    }));
  });
}

/** What several requirements find, or none of the catalogue, goes by the name of the gate. */
function title(task: Task, gate: GateDecision, catalogue: Catalogue): string {
  const [requirement, ...further] = task.requirements;
  const [source] = task.sources;
  if (requirement === undefined || source === undefined || further.length > 0) return gate.title;
  return titleOf(catalogue, { requirement, source }) ?? gate.title;
}
