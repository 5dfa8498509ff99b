import { parseRegimes } from "../../src/application/index.ts";
import { readIncidentPlan } from "../../src/documents/index.ts";
import { REGIMES } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";

describe("the laws that a policy can switch on", () => {
  it.each(REGIMES)("%s has the clocks that an incident plan can carry, and no others", (id) => {
    const law = KNOWLEDGE.regimes.find((each) => each.id === id);
    const clocks = law?.clocks.map((clock) => `    ${clock.id}: ${clock.within}\n`) ?? [];
    const plan = (lines: readonly string[]) =>
      readIncidentPlan("plan.md", file(planWith(id, lines)), KNOWLEDGE.headings);
    const whole = plan([...clocks, "    recipient: The national CSIRT\n"]);
    if (whole.status !== "read") throw new Error("The plan was not read.");
    expect(whole.document.problems).toEqual([]);
    expect(Object.keys(whole.document.fields.regimes?.[id]?.clocks ?? {})).toEqual(
      law?.clocks.map((clock) => clock.id),
    );
    const empty = plan(["    recipient: The national CSIRT\n"]);
    expect(empty.status === "read" && empty.document.problems).toHaveLength(clocks.length);
  });

  it.each([
    ["a regime is missing", "regimes: []", "cra is missing"],
    ["a clock is none", text("soon"), "expected a duration"],
    ["a key is not known", `${text("24h")}    else: 1\n`, "`else` is not known"],
  ])("is a bug of ours, and says where, when %s", (_, written, said) => {
    expect(() => parseRegimes("config/regimes.yml", written)).toThrow(said);
  });
});

function text(within: string): string {
  return `regimes:\n  - id: cra\n    title: A\n    reports-to: B\n    clocks: [{ id: c, title: d, within: ${within}, clause: e }]\n`;
}

function planWith(id: string, lines: readonly string[]): string {
  return `---\ndocument: incident-response-plan\nregimes:\n  ${id}:\n${lines.join("")}---\n\n# Plan\n`;
}

function file(content: string) {
  return { kind: "file", oid: "1".repeat(40), text: content } as const;
}
