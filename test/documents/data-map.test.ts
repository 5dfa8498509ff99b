import fc from "fast-check";
import { readDataMap } from "../../src/documents/index.ts";
import type { DataMap, Declaration, Document } from "../../src/domain/index.ts";
import { workOf } from "../support/work.ts";
import { example, file } from "./support.ts";

const PATH = "docs/data-map.yml";

function document(text: string): Document<DataMap> {
  const reading = readDataMap(PATH, file(text));
  if (reading.status !== "read") throw new Error(reading.status);
  return reading.document;
}

function inSystem(declaration: string, system = ""): string {
  const lines = declaration.split("\n").map((line, index) => `${index === 0 ? "- " : "  "}${line}`);
  const indented = lines.map((line) => `      ${line}`).join("\n");
  return `system:\n  - fides_key: shop\n${system}    privacy_declarations:\n${indented}\n`;
}

const COMPLETE = `name: Deliver orders
data_categories: [user.name]
data_use: essential.service
data_subjects: [customer]`;

function declaration(more: string, system?: string): Declaration | undefined {
  return document(inSystem(`${COMPLETE}\n${more}`, system)).fields.declarations?.[0];
}

/** `line: field`, then what is said of it. */
function told(text: string): readonly string[] {
  return document(text).problems.map(
    ({ line, field, message, remedy }) => `${line}: ${field}: ${message} ${remedy}`,
  );
}

describe("a data map", () => {
  it("is read from the example, without a problem", () => {
    const { fields, problems, broken } = document(example("data-map.yml"));
    expect(problems).toEqual([]);
    expect(broken).toBe(false);
    expect(fields.reviewed).toBe("2026-11-01");
    expect(fields.withoutPersonalData).toMatch(/^Browsing/);
    expect(fields.custom).toEqual([]);
    expect(fields.declarations?.[1]).toEqual({
      field: "system.0.privacy_declarations.1",
      system: "shop",
      name: "Prevent fraud",
      categories: ["user.device.ip_address"],
      use: "essential.fraud_detection",
      subjects: ["customer"],
      legalBasis: "Legitimate interests",
      retention: "30d",
      necessity: "Repeated attempts from one address are the only sign of card testing.",
      recipients: [],
    });
  });

  it("accepts Fides files as they are", () => {
    const text = `dataset: [{ fides_key: db, name: null, collections: [] }]
organization: [{ fides_key: default_organization }]
policy: []
data_category: [{ fides_key: user.loyalty, parent_key: user.behavior, is_default: false }]
${inSystem(
  `${COMPLETE}
legal_basis_for_processing: null
retention_period: ""
features: []
flexible_legal_basis_for_processing: true
processes_special_category_data: false
impact_assessment_location: null
shared_categories: []
ingress: [user]
cookies: []`,
  "    system_type: Service\n    ingress: [{ fides_key: user, type: user }]\n    administrating_department: IT\n",
)}`;
    const { fields, problems } = document(text);
    expect(problems).toEqual([]);
    expect(fields.custom).toEqual([
      {
        field: "data_category.0",
        kind: "data_categories",
        key: "user.loyalty",
        parent: "user.behavior",
      },
    ]);
    expect(fields.declarations?.[0]).toMatchObject({
      legalBasis: null,
      retention: null,
      necessity: null,
    });
  });

  it("has no declarations, rather than none, where no system is listed", () => {
    expect(document("reviewed: 2026-11-01\n").fields.declarations).toBeUndefined();
    expect(document("system: []\n").fields.declarations).toEqual([]);
  });

  it.each([
    ["third_parties: Example Inc", ["Example Inc"]],
    ["third_parties: Example Inc, Post AS; Bank ASA", ["Example Inc", "Post AS", "Bank ASA"]],
    ["third_parties: [Example Inc, Post AS]", ["Example Inc", "Post AS"]],
    ["egress: [mailer]", ["mailer"]],
    ["egress: [{ fides_key: mailer, type: system }]", ["mailer"]],
    ["egress: [mailer]\nthird_parties: mailer", ["mailer"]],
    ["data_shared_with_third_parties: True", ["third parties that the map does not name"]],
    ["data_shared_with_third_parties: true\nthird_parties: Post AS", ["Post AS"]],
    ["data_shared_with_third_parties: false", []],
  ])("names the recipients of %j", (more, recipients) => {
    expect(declaration(more)?.recipients).toEqual(recipients);
  });

  it("counts a system's egress for each of its declarations", () => {
    const egress = "    egress: [{ fides_key: mailer, type: system }]\n";
    expect(declaration("third_parties: Post AS", egress)?.recipients).toEqual([
      "Post AS",
      "mailer",
    ]);
  });

  const at = "system.0.privacy_declarations.0";
  it.each([
    [
      "reviwed: 2026-11-01\n",
      "1: reviwed: The key `reviwed` is not known. Did you mean `reviewed`?",
    ],
    [
      "reviewed: yesterday\n",
      "1: reviewed: `reviewed` is `yesterday`; expected an existing day such as 2026-11-20. Write the day as YYYY-MM-DD.",
    ],
    [
      "without-personal-data: TODO\n",
      "1: without-personal-data: `without-personal-data` still has the placeholder `TODO`; expected some text. Say what it is in a few words.",
    ],
    [
      "system: shop\n",
      "1: system: `system` is `shop`; expected a list. Write it as [one, two], or as lines with dashes.",
    ],
    [
      "system: [shop]\n",
      "1: system.0: `system.0` is `shop`; expected keys with values. Write indented `key: value` lines.",
    ],
    [
      "system:\n  - fides_key: shop\n",
      "2: system.0.privacy_declarations: `system.0.privacy_declarations` is missing. Add `system.0.privacy_declarations`: a list.",
    ],
    [
      inSystem("name: A\ndata_use: sales\ndata_subjects: [customer]"),
      `4: ${at}.data_categories: \`${at}.data_categories\` is missing. Add \`${at}.data_categories\`: a list of keys.`,
    ],
    [
      inSystem("name: A\ndata_use: sales\ndata_categories: []\ndata_subjects: [customer]"),
      `6: ${at}.data_categories: \`${at}.data_categories\` is an empty list; expected a list of keys. List at least one.`,
    ],
    [
      inSystem(COMPLETE.replace("essential.service", "[essential.service]")),
      `6: ${at}.data_use: \`${at}.data_use\` is a list; expected a key such as user.contact.email. Write a key of Fideslang's taxonomy, or one that is declared under custom.`,
    ],
    [
      inSystem(COMPLETE.replace("[user.name]", "[user.name, the name]")),
      `5: ${at}.data_categories.1: \`${at}.data_categories.1\` is \`the name\`; expected a key such as user.contact.email. Write a key of Fideslang's taxonomy, or one that is declared under custom.`,
    ],
    [
      inSystem(`${COMPLETE}\nretention_perod: 30d`),
      `8: ${at}.retention_perod: The key \`retention_perod\` is not known in \`${at}\`. Did you mean \`retention_period\`?`,
    ],
    [
      inSystem(`${COMPLETE}\nnecessity: TODO`),
      `8: ${at}.necessity: \`${at}.necessity\` still has the placeholder \`TODO\`; expected some text. Say what it is in a few words.`,
    ],
    [
      inSystem(`${COMPLETE}\nthird_parties: { a: b }`),
      `8: ${at}.third_parties: \`${at}.third_parties\` is a group of keys; expected some text. Say what it is in a few words.`,
    ],
    [
      inSystem(`${COMPLETE}\negress: mailer`),
      `8: ${at}.egress: \`${at}.egress\` is \`mailer\`; expected a list. Write it as [one, two], or as lines with dashes.`,
    ],
    [
      "custom: { data_category: [] }\n",
      "1: custom.data_category: The key `data_category` is not known in `custom`. Did you mean `data_categories`?",
    ],
    [
      "custom: { data_categories: [{ parent: user }] }\n",
      "1: custom.data_categories.0.key: `custom.data_categories.0.key` is missing. Add `custom.data_categories.0.key`: a key such as user.contact.email.",
    ],
  ])("says what is wrong with %j", (text, problem) => {
    expect(told(text)).toEqual([problem]);
  });

  it("keeps what is right beside what is wrong", () => {
    const { fields } = document(inSystem(`${COMPLETE}\nnecessity: TODO\nretention_period: 2y`));
    expect(fields.declarations?.[0]).toMatchObject({ necessity: null, retention: "2y" });
  });

  it("is broken, with a problem, where the text is none", () => {
    for (const text of ["", "- a\n", "system: [\n", "a: \0\n"]) {
      expect(document(text)).toMatchObject({ broken: true, fields: {} });
      expect(document(text).problems.length).toBeGreaterThan(0);
    }
  });

  it("is unreadable where nobody looked it up, and missing where nothing lies there", () => {
    expect(readDataMap(PATH, undefined).status).toBe("unreadable");
    expect(readDataMap(PATH, { kind: "missing" }).status).toBe("missing");
  });
});

describe("any text", () => {
  const start = `${example("data-map.yml")}custom: { data_uses: [{ key: a, parent: b }] }\n`;
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(..."[]{}&*!|>'\"%@`#?-,:\n\t\0\uFFFD".split(""), "\n  - ", "__proto__: 1\n"),
  );
  const edits = fc.array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 80 }), by: piece }), {
    minLength: 1,
    maxLength: 5,
  });
  const edited = edits.map((all) =>
    all.reduce((text, { at, cut, by }) => {
      const from = text === "" ? 0 : at % text.length;
      return text.slice(0, from) + by + text.slice(from + cut);
    }, start),
  );

  it("gives an answer, the same each time, with problems on lines that exist", () => {
    const anything = fc.oneof(edited, fc.string({ unit: "binary", maxLength: 300 }));
    fc.assert(
      fc.property(anything, (text) => {
        const { fields, problems, broken } = document(text);
        expect(JSON.stringify(document(text))).toBe(JSON.stringify(document(text)));
        const lines = text.split(/\r\n|\n/).length;
        expect(problems.filter(({ line }) => line < 1 || line > lines)).toEqual([]);
        if (broken) expect([fields, problems.length > 0]).toEqual([{}, true]);
      }),
      { numRuns: 500 },
    );
  });

  // The largest texts that are read, each made to keep a parser busy.
  it.each<[string, string]>([
    ["deep lists", `system: ${"[".repeat(250_000)}`],
    ["many systems", `system:\n${"  - fides_key: a\n".repeat(29_000)}`],
    ["many unknown keys", Array.from({ length: 29_000 }, (_, i) => `systen${i}: 1`).join("\n")],
    ["one long list", `system: [{ privacy_declarations: [${"{},".repeat(14_000)}] }]`],
    ["misspelt keys", inSystem(Array.from({ length: 20_000 }, (_, i) => `nam${i}: a`).join("\n"))],
    [
      "a long name",
      inSystem(`name: ${"a, ".repeat(14_000)}\nthird_parties: ${"b, ".repeat(14_000)}`),
    ],
    ["aliases", `a: &a [${"*a,".repeat(9_000)}]`],
    ["wrong keys", inSystem(`data_categories: [${"' ',".repeat(14_000)}]`)],
  ])("is answered within a second: %s", (_name, text) => {
    const { result, milliseconds } = workOf(() => document(text.slice(0, 511_000)));
    expect(milliseconds).toBeLessThan(1_000);
    expect(result.problems.length).toBeLessThan(250);
  });
});
