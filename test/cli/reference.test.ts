import { readFileSync } from "node:fs";
import { checkCommand, doctorCommand, protectCommand } from "../../src/cli/index.ts";
import { loadKnowledge } from "../../src/configuration.ts";

describe("the reference of the command line", () => {
  const page = readFileSync(
    new URL("../../docs/reference/command-line.md", import.meta.url),
    "utf8",
  );

  const sections = page.split(/^## /m);

  describe.each([checkCommand, protectCommand, doctorCommand])("of $name", ({ name, options }) => {
    const section = sections.find((one) => one.startsWith(`\`portcullis ${name}\`\n`)) ?? "";

    it.each(options.map((option) => option.name))("describes --%s", (option) => {
      expect(section).toMatch(new RegExp(`^- .*\`--${option}[\` ]`, "m"));
    });
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
