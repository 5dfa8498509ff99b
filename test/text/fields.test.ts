import { z } from "zod";

import {
  checkFields,
  day,
  oneOf,
  pathPattern,
  readYaml,
  repositoryPath,
  text,
  wholeNumber,
} from "../../src/text/index.ts";

const SHAPE = {
  reviewed: day,
  count: wholeNumber(1, 5),
  contact: z.strictObject({ name: text, level: oneOf(["low", "high"]).optional() }),
  triggers: z.array(z.strictObject({ when: text, paths: z.array(pathPattern).min(1) })),
  files: z.record(repositoryPath, text),
};

function check(yaml: string, required: readonly (keyof typeof SHAPE)[] = []) {
  const { fields, problems } = checkFields(readYaml("a.md", yaml), SHAPE, { required });
  return {
    fields,
    problems: problems.map((one) => `${one.line} ${one.field}: ${one.message} ${one.remedy}`),
  };
}

describe("checkFields", () => {
  it("gives every field that is right, as its schema reads it", () => {
    const { fields, problems } = check(
      "reviewed: 2026-02-28\ncount: 3\ncontact: { name: ' Ola ' }\nfiles: { docs/a.md: x }",
    );
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      reviewed: "2026-02-28",
      count: 3,
      contact: { name: "Ola" },
      files: { "docs/a.md": "x" },
    });
  });

  it("keeps the good fields beside the bad ones", () => {
    const { fields, problems } = check("reviewed: 2026-02-30\ncount: 3");
    expect(fields).toEqual({ count: 3 });
    expect(problems).toEqual([
      "1 reviewed: `reviewed` is `2026-02-30`; expected an existing day such as 2026-11-20. Write the day as YYYY-MM-DD.",
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      "a key that is nearly known",
      "reviwed: 2026-01-01",
      ["1 reviwed: The key `reviwed` is not known. Did you mean `reviewed`?"],
    ],
    [
      "a key that nobody knows",
      "count: 1\ncolour: red",
      [
        "2 colour: The key `colour` is not known. Remove it; the keys known here are reviewed, count, contact, triggers, files.",
      ],
    ],
    [
      "an unknown key inside, and what is missing beside it",
      "contact:\n  nam: Ola",
      [
        "1 contact.name: `contact.name` is missing. Add `contact.name`: some text.",
        "2 contact.nam: The key `nam` is not known in `contact`. Did you mean `name`?",
      ],
    ],
    [
      "an empty value",
      "reviewed:",
      [
        "1 reviewed: `reviewed` is empty; expected an existing day such as 2026-11-20. Write the day as YYYY-MM-DD.",
      ],
    ],
    [
      "a list for a scalar",
      "count: [1]",
      [
        "1 count: `count` is a list; expected a whole number from 1 to 5. Write a number in these bounds.",
      ],
    ],
    [
      "a scalar for a mapping",
      "contact: Ola",
      [
        "1 contact: `contact` is `Ola`; expected keys with values. Write indented `key: value` lines.",
      ],
    ],
    [
      "a placeholder",
      "contact: { name: TODO ask }",
      [
        "1 contact.name: `contact.name` still has the placeholder `TODO`; expected some text. Say what it is in a few words.",
      ],
    ],
    [
      "every bad element of a list",
      "triggers:\n  - { when: x, paths: [] }\n  - { when: y, paths: [a/**] }\n  - { when: '', paths: [/a] }",
      [
        "2 triggers.0.paths: `triggers.0.paths` is an empty list; expected at least one. Add what is missing to the list.",
        "4 triggers.2.when: `triggers.2.when` is empty; expected some text. Say what it is in a few words.",
        "4 triggers.2.paths.0: `triggers.2.paths.0` is `/a`; expected a glob of files inside the repository. Write it from the repository's root, such as src/**, without .. and // in it.",
      ],
    ],
    [
      "a bad name in a record",
      "files:\n  ../a: x\n  b: y",
      [
        "2 files.../a: The key `../a` does not fit; expected the path of a file inside the repository. Write it from the repository's root, such as docs/plan.md, without .. and backslashes.",
      ],
    ],
    [
      "what the YAML itself has against a field",
      "count: 1\ncount: 2",
      ["2 count: `count` stands twice, on lines 1 and 2. Keep one of the two."],
    ],
  ])("tells %s", (_what, yaml, expected) => {
    const { fields, problems } = check(yaml);
    expect(problems).toEqual(expected);
    for (const field of Object.keys(fields)) {
      expect(expected.some((one) => one.includes(` ${field}:`))).toBe(false);
    }
  });

  it("drops a field that the YAML refuses although its value would do", () => {
    expect(check("count: &x 1").fields).toEqual({});
    expect(check("triggers: [{ when: *x, paths: [a] }]").fields).toEqual({});
  });

  it("asks for a key only where it is required", () => {
    expect(check("count: 1").problems).toEqual([]);
    expect(check("count: 1", ["reviewed"]).problems).toEqual([
      "1 reviewed: `reviewed` is missing. Add `reviewed`.",
    ]);
  });

  it("has no fields, and the reader's problems, where the text is broken", () => {
    expect(check("")).toEqual({
      fields: {},
      problems: [
        "1 : The text is empty; expected keys with their values. Write `key: value` lines.",
      ],
    });
  });

  it("stays short however much is wrong", () => {
    const unknown = Array.from({ length: 5_000 }, (_, at) => `x${at}: 1`).join("\n");
    expect(check(unknown).problems.length).toBeLessThanOrEqual(101);
  });
});
