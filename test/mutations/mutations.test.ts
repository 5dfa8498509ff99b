import { decide } from "../../src/application/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { IN_ORDER, turnedIn } from "../support/outcomes.ts";
import { SHOP_AT, shopEvidence } from "../support/shop.ts";
import { expectedOf, mutated } from "./mutation.ts";
import { MUTATIONS, TABLES } from "./tables.ts";

describe("the example", () => {
  it("passes every gate of the catalogue on its day, without a single alert", () => {
    const { alerts } = shopEvidence();
    expect(SHOP_AT).toBe("2026-11-20T12:00:00Z");
    expect(alerts.secretScanning).toEqual({ status: "read", value: [] });
    expect(alerts.codeScanning).toMatchObject({ status: "read", value: { open: [] } });
    expect(alerts.dependabot).toEqual({ status: "read", value: [] });
    expect(IN_ORDER.outcome).toBe("passed");
    const passed = IN_ORDER.gates.filter(({ outcome }) => outcome === "passed").map(({ id }) => id);
    expect(passed).toEqual(IN_ORDER.gates.map(({ id }) => id));
    // The policy has a gate only where somebody has to be told something about it.
    const gates = KNOWLEDGE.catalogue.gates.map(({ id }) => id).filter((id) => id !== "policy");
    expect(gates).toHaveLength(10);
    expect(passed).toEqual(expect.arrayContaining(gates));
  });
});

describe("the tables", () => {
  it("have 150 rows and more, each with a name of its own", () => {
    const names = MUTATIONS.map(([name]) => name);
    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(Object.entries(TABLES))("one change to the example: %s", (_, rows) => {
  it.each(rows)("%s", (...row) => {
    const decision = decide(mutated(row), KNOWLEDGE);
    expect(turnedIn(decision)).toEqual(expectedOf(row));
    expect(decision.outcome).not.toBe("passed");
  });
});
