import { THREAT_MODEL, inRecord, type Mutation } from "./mutation.ts";

const model = inRecord(THREAT_MODEL);
const ID = "secure-development.threat-model";

// One row, one line.
// prettier-ignore
export const THREAT_MODEL_ROWS: readonly Mutation[] = [
  ["document is another kind", model("document: threat-model", "document: security-review"), `${ID} unsatisfied`],
  ["document: removed", model("document: threat-model\n", ""), `${ID} unsatisfied`],
  ["an unknown key", model("reviewed: 2026-10-20", "reviewed: 2026-10-20\nmethod: STRIDE"), `${ID} unsatisfied`],
  ["reviewed: removed", model("reviewed: 2026-10-20\n", ""), `${ID} unsatisfied`],
  ["reviewed: empty", model("reviewed: 2026-10-20", "reviewed:"), `${ID} unsatisfied`],
  ["reviewed: a placeholder", model("reviewed: 2026-10-20", "reviewed: TODO"), `${ID} unsatisfied`],
  ["reviewed: too long ago", model("reviewed: 2026-10-20", "reviewed: 2025-11-19"), `${ID} unsatisfied`],
  ["reviewed: tomorrow", model("reviewed: 2026-10-20", "reviewed: 2026-11-21"), `${ID} unsatisfied`],
  ["threats: another key", model("threats:", "risks:"), `${ID} unsatisfied`],
  ["threats: a text", model("threats:\n", "threats: none\nx:\n"), `${ID} unsatisfied`],
  ["a threat: open", model("severity: high, status: mitigated", "severity: high, status: open"), `${ID} unsatisfied`],
  ["a threat: status removed", model("severity: high, status: mitigated", "severity: high"), `${ID} unsatisfied`],
  ["a threat: severity removed", model("severity: medium, ", ""), `${ID} unsatisfied`],
  ["a threat: severity unknown", model("severity: medium", "severity: moderate"), `${ID} unsatisfied`],
  ["a threat: status unknown", model("severity: medium, status: mitigated", "severity: medium, status: done"), `${ID} unsatisfied`],
  ["a threat: accepted for no reason", model("severity: medium, status: mitigated", "severity: medium, status: accepted"), `${ID} unsatisfied`],
  ["a threat: title a placeholder", model("Delivery address leaks through logs", "{{what}}"), `${ID} unsatisfied`],
  ["a threat: an id twice", model("id: T2", "id: T1"), `${ID} unsatisfied`],
  ["a threat: id removed", model("id: T2, ", ""), `${ID} unsatisfied`],
];
