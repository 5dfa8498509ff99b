import { readFileSync } from "node:fs";
import { commands } from "../../src/cli/index.ts";
import { loadKnowledge } from "../../src/configuration.ts";

describe("the reference of the command line", () => {
  const page = readFileSync(
    new URL("../../docs/reference/command-line.md", import.meta.url),
    "utf8",
  );

  const sections = page.split(/^## /m);

  describe.each(commands)("of $name", ({ name, options }) => {
    const section = sections.find((one) => one.startsWith(`\`portcullis ${name}\`\n`)) ?? "";

    it("describes every option", () => {
      expect(section).not.toBe("");
      const described = (option: string) =>
        new RegExp(`^- .*\`--${option}[\` ]`, "m").test(section);
      const names = options.map((option) => option.name);
      expect(names.filter((option) => !described(option))).toEqual([]);
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
