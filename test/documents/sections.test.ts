import {
  mergeHeadings,
  parseHeadings,
  readIncidentPlan,
  SECTION_IDS,
} from "../../src/documents/index.ts";
import { headingKey } from "../../src/documents/heading-key.ts";
import { change, documentOf, example, file, headings, parsedHeadings } from "./support.ts";

const FRONT = "---\ndocument: incident-response-plan\n---\n";
const ENOUGH = "Two engineers are on call at any time, day and night.";
const sections = (body: string, accepted = headings) =>
  documentOf(readIncidentPlan("plan.md", file(FRONT + body), accepted)).sections;
const resources = (text: string) => sections(`# Plan\n\n## Resources\n${text}\n`)["resources"];

describe("the headings of config/headings.yml", () => {
  it("are there for each section, in English and Norwegian, and none stands for two", () => {
    expect(parsedHeadings.problems).toEqual([]);
    expect(Object.keys(headings)).toEqual(SECTION_IDS);
    const outer = SECTION_IDS.filter((id) => !INNER.includes(id));
    const keys = outer.flatMap((id) => [...new Set((headings[id] ?? []).map(headingKey))]);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  const INNER = [
    ...["detection", "analysis", "reporting", "handling", "normalising"],
    ...["development", "business", "people-affected"],
  ];
  const LIFE_CYCLE = INNER.slice(0, 5);

  it.each(SECTION_IDS.flatMap((id) => (headings[id] ?? []).map((heading) => [id, heading])))(
    "find the section %s below `%s`",
    (id = "", heading = "") => {
      const around = LIFE_CYCLE.includes(id) ? "# Life cycle\n" : "# Consequences\n";
      const body = INNER.includes(id) ? `${around}## ${heading}\nx\n` : `# ${heading}\n${ENOUGH}\n`;
      expect(sections(body)[id]?.state).toBe("says-something");
    },
  );

  it.each([
    ["resources: {}\n", /no headings/],
    ["resources: [Resources]\n", /no headings/],
    ["resources:\n  en: ['1.', Resources]\n", /no headings/],
    ["resorces:\n  en: [Resources]\n", /no section `resorces`/],
    ["resources: [", /./],
  ])("are refused as %j", (text, message) => {
    const { problems } = parseHeadings("config/headings.yml", text);
    expect(problems.map((problem) => problem.message)).toContainEqual(
      expect.stringMatching(message),
    );
  });

  it("are joined by a team's own, of known sections alone", () => {
    const merged = mergeHeadings(headings, {
      logs: ["Journals"],
      journals: ["x"],
      detection: [""],
    });
    expect(Object.keys(merged)).toEqual(SECTION_IDS);
    expect(sections(`# 4. journals\n${ENOUGH}`, merged)["logs"]?.state).toBe("says-something");
    expect(sections(`# Journals\n${ENOUGH}`)["logs"]).toEqual({ state: "missing" });
    expect(sections(`# Life cycle\n## ***\nx`, merged)["detection"]).toEqual({ state: "missing" });
  });
});

describe("a heading", () => {
  it.each([
    ...["# Resources", "###### resources", "# RESOURCES:", "# Resources.", "#   Resources  ##"],
    ...["# 1. Resources", "# 3.2 Resources", "# 2) Resources", "# § 4 Resources", "# a) Resources"],
    ...["# IV. Resources", "# **Resources**", "# _Resources_", "# `Resources`", "# ~~Resources~~"],
    ...[
      "# [Resources](r.md)",
      "# Resources (3.2)",
      '# <a name="r"></a>Resources',
      "# 👥 Resources",
    ],
    ...["Resources\n===", "Resources\n---", "   # Resources", "# Resources <!-- ours -->"],
  ])("is found as `%s`", (heading) => {
    expect(sections(`${heading}\n${ENOUGH}\n`)["resources"]?.state).toBe("says-something");
  });

  it.each([
    ...["#Resources", "Resources", "**Resources**", "    # Resources", "\t# Resources"],
    ...["- # Resources", "> # Resources", "\\# Resources", "# Human resources department"],
    ...["```\n# Resources", "~~~\n```\n# Resources", "<!--\n# Resources", "<div>\n# Resources"],
    ...["<h1>Resources</h1>", "# <!-- Resources -->", "# Resources TODO", "# ![Resources](a.png)"],
  ])("is not found as `%s`", (heading) => {
    expect(sections(`${heading}\n${ENOUGH}\n`)["resources"]).toEqual({ state: "missing" });
  });
});

describe("a section", () => {
  const forty = "abcd ".repeat(8).trim() + "e";
  it.each<[text: string, state: string]>([
    [forty, "says-something"],
    [forty.slice(1), "too-short"],
    [forty.replaceAll(" ", "   \n  "), "says-something"],
    [forty.slice(1).replaceAll(" ", "          "), "too-short"],
    [`- ${forty.slice(0, 20)}\n- ${forty.slice(20)}`, "says-something"],
    ["æøå ".repeat(10), "too-short"],
    ["æøå ".repeat(11), "says-something"],
    ["", "too-short"],
    [`<!-- ${ENOUGH} -->`, "too-short"],
    [`<!--\n\n${ENOUGH}\n\n-->`, "too-short"],
    [`<!-- never closed\n\n${ENOUGH}`, "too-short"],
    [`Text <!-- ${ENOUGH} --> text`, "too-short"],
    [`[link](https://acme.example/${"a".repeat(60)})`, "too-short"],
    [`https://acme.example/${"a".repeat(60)}`, "too-short"],
    [`![${ENOUGH}](a.png)`, "too-short"],
    [`[a]: https://acme.example/ "${ENOUGH}"`, "too-short"],
    [`<b title="${ENOUGH}">bold</b>`, "too-short"],
    [`<p>${ENOUGH}</p>`, "says-something"],
    [`<script>\n${ENOUGH}\n</script>`, "too-short"],
    ["&nbsp;".repeat(40), "too-short"],
    ["\u200b".repeat(80), "too-short"],
    [". ".repeat(60), "too-short"],
    ["*****\n\n-----\n\n_____\n\n| | |\n|-|-|\n", "too-short"],
    [`### ${ENOUGH}`, "too-short"],
    [`### Who\n${ENOUGH}`, "says-something"],
    [`## Another section\n${ENOUGH}`, "too-short"],
    [`# A part\n${ENOUGH}`, "too-short"],
    [`> ${ENOUGH}`, "says-something"],
    [`| who |\n|--|\n| ${ENOUGH} |`, "says-something"],
    [`\`\`\`\n${ENOUGH}\n\`\`\``, "says-something"],
    [`${ENOUGH} TODO`, "placeholder"],
    [`${ENOUGH}\n\n- TBD: whom`, "placeholder"],
    [`${ENOUGH} **FIXME**`, "placeholder"],
    [`${ENOUGH} _XXX_`, "placeholder"],
    [`${ENOUGH} \`TODO\``, "placeholder"],
    [`${ENOUGH}\n\n    TODO\n`, "placeholder"],
    [`${ENOUGH}\n<p>TODO</p>`, "placeholder"],
    [`${ENOUGH}\n### TODO`, "placeholder"],
    [`${ENOUGH} Lorem\nipsum`, "placeholder"],
    [`${ENOUGH} {{names}}`, "placeholder"],
    [`${ENOUGH} TO\u00adDO`, "placeholder"],
    ["TODO", "placeholder"],
    [`${ENOUGH} <!-- TODO: the second phone -->`, "says-something"],
    [`${ENOUGH}\n<!-- {{names}}\n\n{{more}} -->`, "says-something"],
    // A blank line ends the paragraph, and with it the comment: people see it.
    [`${ENOUGH} <!-- {{names}}\n\n{{more}} -->`, "placeholder"],
    [`${ENOUGH} [plan](https://acme.example/TODO)`, "says-something"],
    [`${ENOUGH} Todo, todo, TODOS, XXXL, lorem, MY_TODO_LIST, {{ }`, "says-something"],
    [`${ENOUGH}\n## Later\nTODO`, "says-something"],
  ])("with %j is %s", (text, state) => {
    expect(resources(text)?.state).toBe(state);
  });

  it("says where a placeholder stands, how short it is, and where it begins", () => {
    expect(resources(`${ENOUGH}\nmore\nand TODO`)).toEqual({
      state: "placeholder",
      line: 9,
      placeholder: "TODO",
    });
    expect(resources("**Two** [people](p.md).")).toEqual({
      state: "too-short",
      line: 6,
      length: 11,
    });
    expect(resources(ENOUGH)).toEqual({ state: "says-something", line: 6 });
  });

  it("must say something wherever it stands, if it stands twice", () => {
    const twice = sections(`## Logs\n${ENOUGH}\n## Patching\n${ENOUGH}\n## 2. Logging\n`);
    expect(twice["logs"]).toEqual({ state: "too-short", line: 8, length: 0 });
    const inside = sections(`## Logs\n${ENOUGH}\n### Logging\nshort\n`);
    expect(inside["logs"]).toEqual({ state: "says-something", line: 4 });
  });

  it("has its subsections only inside of it, at any level below", () => {
    const parts = "### 1. Detection\na\n#### Analysis\nb\n";
    const inside = sections(`## Life cycle\n${parts}## Reporting\nc\n`);
    expect(inside["detection"]?.state).toBe("says-something");
    expect(inside["analysis"]?.state).toBe("says-something");
    expect(inside["reporting"]).toEqual({ state: "missing" });
    expect(inside["handling"]).toEqual({ state: "missing" });
    const outside = sections(`## Plan\n${parts}`);
    expect(outside["life-cycle"]).toEqual({ state: "missing" });
    expect(outside["detection"]).toEqual({ state: "missing" });
    const empty = sections(`## Life cycle\n### Detection\n### Analysis\n<!-- a -->\n`);
    expect(empty["detection"]).toEqual({ state: "too-short", line: 5, length: 0 });
    expect(empty["analysis"]).toEqual({ state: "too-short", line: 6, length: 0 });
  });

  it("that is taken from the example is missing alone", () => {
    const plan = example("incident-response-plan.md");
    for (const [id, heading] of [
      ["resources", "## Resources"],
      ["detection", "### Detection"],
      ["people-affected", "### People affected"],
      ["patching-third-party-code", "## Patching third-party code"],
    ] as const) {
      const text = change(
        plan,
        `${heading}\n`,
        "## Something else\n".slice(heading.length > 0 ? 0 : 1),
      );
      const renamed = heading.startsWith("###") ? text.replace("## Some", "### Some") : text;
      const found = documentOf(readIncidentPlan("plan.md", file(renamed), headings)).sections;
      const lacking = Object.entries(found).filter(([, { state }]) => state !== "says-something");
      expect(lacking).toEqual([[id, { state: "missing" }]]);
    }
  });
});
