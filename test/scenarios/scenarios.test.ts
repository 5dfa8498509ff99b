import { writeFileSync } from "node:fs";
import { decide, serialise } from "../../src/application/index.ts";
import type { Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { IN_ORDER, turnedIn } from "../support/outcomes.ts";
import { evidenceOf, readScenario, scenarioFiles, seen } from "../support/scenario.ts";

// UPDATE_SCENARIOS=1 writes the decisions anew; the difference is then read before it is committed.
const UPDATE = process.env["UPDATE_SCENARIOS"] === "1";
const files = scenarioFiles();

describe("the example", () => {
  it("passes every gate", () => {
    expect(seen(IN_ORDER).open).toEqual([]);
    expect(IN_ORDER.outcome).toBe("passed");
  });
});

describe.each(files)("scenario $name", ({ url }) => {
  const scenario = readScenario(url);
  const evidence = evidenceOf(scenario);
  const decision = decide(evidence, KNOWLEDGE);
  if (UPDATE) {
    const text = JSON.stringify({ ...scenario, decision: seen(decision) }, null, 2);
    writeFileSync(url, `${text}\n`);
  }

  it(`turns exactly what it concerns: ${scenario.about}`, () => {
    expect(Object.keys(turnedIn(decision))).toEqual([...scenario.turns].sort());
  });

  it("gives the decision that lies beside it", () => {
    expect(seen(decision)).toEqual(readScenario(url).decision);
  });

  it("gives the same bytes when the evidence was stored as JSON and read back", () => {
    const stored = JSON.parse(JSON.stringify(evidence)) as Evidence;
    expect(serialise(decide(stored, KNOWLEDGE))).toBe(serialise(decision));
  });
});

it("shows each requirement of the catalogue failing in at least one scenario", () => {
  const failing = new Set(files.flatMap(({ url }) => readScenario(url).turns));
  const untested = KNOWLEDGE.catalogue.gates
    .flatMap(({ requirements }) => requirements.map(({ id }) => id))
    .filter((id) => !failing.has(id));
  expect(untested).toEqual([]);
});
