import { plainLine } from "../application/index.ts";
import type { Decision } from "../domain/index.ts";

/**
 * What is wrong with a policy that cannot be understood, for a terminal: `file:line: message`, as
 * editors understand it, and the remedy below it.
 */
export function policyProblems(decision: Decision): string {
  const findings = decision.gates.flatMap((gate) => gate.findings);
  const lines = findings.flatMap(({ message, remedy, locations }) => {
    const [place] = locations;
    const where = place ? `${place.path}:${place.line}: ` : "";
    return [
      plainLine(`${where}${message}`),
      ...(remedy === undefined ? [] : [`    ${plainLine(remedy)}`]),
    ];
  });
  return lines.map((line) => `${line}\n`).join("");
}
