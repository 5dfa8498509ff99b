import { writeFileSync } from "node:fs";
import { decide, serialise } from "../../src/application/index.ts";
import type { Decision, Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { evidenceOf, readScenario, scenarioFiles, seen } from "../support/scenario.ts";
import { shopEvidence } from "../support/shop.ts";

// UPDATE_SCENARIOS=1 writes the decisions anew; the difference is then read before it is committed.
const UPDATE = process.env["UPDATE_SCENARIOS"] === "1";
const files = scenarioFiles();
const inOrder = decide(shopEvidence(), KNOWLEDGE);

describe("the example", () => {
  it("passes every gate", () => {
    expect(seen(inOrder).open).toEqual([]);
    expect(inOrder.outcome).toBe("passed");
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
    expect(turned(decision)).toEqual([...scenario.turns].sort());
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

/** The requirements whose outcomes are other than in the example. */
function turned(decision: Decision): readonly string[] {
  const before = outcomes(inOrder);
  const after = outcomes(decision);
  return [...after.keys()].filter((id) => before.get(id) !== after.get(id)).sort();
}

function outcomes(decision: Decision): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const { requirement, outcome } of decision.gates.flatMap(({ findings }) => findings)) {
    const before = all.get(requirement);
    all.set(requirement, before && before !== outcome ? `${before}, ${outcome}` : outcome);
  }
  return all;
}
