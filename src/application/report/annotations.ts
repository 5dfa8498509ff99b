import type { Catalogue, Finding, GateDecision } from "../../domain/index.ts";
import type { Annotation } from "../ports.ts";
import { person, sentence } from "./names.ts";
import { known, outstanding, tasks } from "./overview.ts";
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
  const findings = outstanding(gate);
  return tasks([gate], catalogue).flatMap((task) => {
    const finding = findings.find(({ requirement }) => requirement === task.requirements[0]);
    const title =
      task.requirements.length === 1 && finding ? titleOf(finding, catalogue) : gate.title;
    const lines = [
      task.message,
      ...(task.remedy === null ? [] : [`What to do: ${task.remedy}`]),
      `Who acts next: ${sentence(person(task.who))}`,
    ];
    return task.locations.map((location): Annotation => ({
      path: location.path,
      line: location.line,
      level: held && task.outcome === "unsatisfied" ? "failure" : "warning",
      title: clip(plainLine(title), TITLE_LIMIT),
      message: clipBytes(plainLines(lines.join("\n")), MESSAGE_LIMIT),
    }));
  });
}

function titleOf(finding: Finding, catalogue: Catalogue): string {
  return known(catalogue, finding.requirement)?.title ?? finding.requirement;
}
