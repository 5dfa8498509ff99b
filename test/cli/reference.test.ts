import { readFileSync } from "node:fs";
import { checkCommand } from "../../src/cli/index.ts";
import { loadKnowledge } from "../../src/configuration.ts";

describe("the reference of the command line", () => {
  const page = readFileSync(
    new URL("../../docs/reference/command-line.md", import.meta.url),
    "utf8",
  );

  it.each(checkCommand.options.map(({ name }) => name))("describes --%s", (name) => {
    expect(page).toMatch(new RegExp(`^- \`--${name}[\` ]`, "m"));
  });
});

describe("what ships as data", () => {
  it("is in order", () => {
    const { catalogue, headings, policyDefaults } = loadKnowledge();
    expect(catalogue.gates.map(({ id }) => id)).toContain("incident-plan");
    expect(Object.values(headings).every((accepted) => accepted.length > 0)).toBe(true);
    expect(Object.keys(policyDefaults.promises)).toContain("critical");
  });
});
