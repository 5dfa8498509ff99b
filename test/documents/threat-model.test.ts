import fc from "fast-check";
import { readThreatModel } from "../../src/documents/index.ts";
import type { Document, ThreatModel } from "../../src/domain/index.ts";
import { change, documentOf, example, file, problemsOf } from "./support.ts";

const read = (text: string, path = "docs/threat-model.md"): Document<ThreatModel> =>
  documentOf(readThreatModel(path, file(text)));
const dragon = (text: string) => read(text, "docs/threats.json");

const EXAMPLE = example("threat-model.md");
const FIRST = `{ id: T1, title: "Order history read by another customer", severity: high, status: mitigated }`;

describe("a threat model in Markdown", () => {
  it("says when it was reviewed, and which threats there are", () => {
    const { fields, problems, broken } = read(EXAMPLE);
    expect({ problems, broken }).toEqual({ problems: [], broken: false });
    expect(fields).toEqual({
      reviewed: "2026-10-20",
      threats: [
        {
          field: "threats.0",
          id: "T1",
          title: "Order history read by another customer",
          severity: "high",
          status: "mitigated",
        },
        {
          field: "threats.1",
          id: "T2",
          title: "Delivery address leaks through logs",
          severity: "medium",
          status: "mitigated",
        },
      ],
    });
  });

  it.each([
    ["{ id: T1, title: A, severity: high, status: accepted, reason: Its owner is insured }", []],
    [
      "{ id: T1, title: A, severity: high, status: not-applicable }",
      ["5 threats.0.reason: `threats.0.reason` is missing."],
    ],
    [
      "{ id: T1, title: A, severity: high, status: accepted, reason: Because }",
      [
        "5 threats.0.reason: `threats.0.reason` is `Because`; expected some text of 10 characters or more.",
      ],
    ],
    [
      "{ id: T1, title: A, severity: High, status: open }",
      [
        "5 threats.0.severity: `threats.0.severity` is `High`; expected low, medium, high or critical.",
      ],
    ],
    [
      "{ id: T1, title: A, severity: low, status: closed }",
      [
        "5 threats.0.status: `threats.0.status` is `closed`; expected open, mitigated, accepted or not-applicable.",
      ],
    ],
    [
      "{ id: T1, title: TODO, severity: low }",
      [
        "5 threats.0.title: `threats.0.title` still has the placeholder `TODO`; expected some text.",
        "5 threats.0.status: `threats.0.status` is missing.",
      ],
    ],
    [
      "{ id: T2, title: A, severity: low, status: mitigated }",
      ["6 threats.1.id: Two threats have the id T2."],
    ],
    [
      "{ id: T1, title: A, severity: low, status: mitigated, owner: B }",
      ["5 threats.0.owner: The key `owner` is not known in `threats.0`."],
    ],
    ["[T1]", ["5 threats.0: `threats.0` is a list; expected keys with values."]],
  ])("%s", (threat, problems) => {
    expect(problemsOf(read(change(EXAMPLE, FIRST, threat)))).toEqual(problems);
  });

  it("keeps an open threat beside one that cannot be read", () => {
    const text = change(EXAMPLE, FIRST, "{ id: T1 }").replace(
      "medium, status: mitigated",
      "high, status: open",
    );
    const { fields, problems } = read(text);
    expect(problems).toHaveLength(3);
    expect(fields.threats?.map(({ id, status }) => `${id} ${status}`)).toEqual(["T2 open"]);
  });

  it.each([
    [
      "a text in place of the list",
      "threats: none",
      "4 threats: `threats` is `none`; expected a list.",
    ],
    ["nothing in place of the list", "threats:", "4 threats: `threats` is empty; expected a list."],
  ])("says what is wrong with %s", (_, line, problem) => {
    const [head = ""] = EXAMPLE.split("threats:");
    const { fields, problems } = read(`${head}${line}\n---\n# Threat model\n`);
    expect(problems.map(({ line: at, field, message }) => `${at} ${field}: ${message}`)).toEqual([
      problem,
    ]);
    expect(fields.threats ?? []).toEqual([]);
  });
});

const threat = (over: object = {}) => ({
  number: 7,
  title: "Orders are read",
  severity: "High",
  status: "Mitigated",
  mitigation: "Each query asks for the customer.",
  ...over,
});
const cells = (...threats: readonly unknown[]) => [
  { shape: "store", data: { type: "tm.Store", hasOpenThreats: false } },
  { shape: "process", data: { type: "tm.Process", threats } },
];
const model = (diagramCells: unknown = cells(threat()), over: object = {}) => ({
  version: "2.4.0",
  summary: { title: "Shop", reviewed: "2026-10-20" },
  detail: { contributors: [], diagrams: [{ id: 0, cells: diagramCells }] },
  ...over,
});
const json = (value: unknown) => JSON.stringify(value, null, "\t");
const seen = (text: string) => {
  const { fields, problems } = dragon(text);
  return {
    threats: fields.threats?.map(({ id, severity, status }) => `${id} ${severity} ${status}`),
    problems: problems.map(({ field, message }) => `${field}: ${message}`),
  };
};
const AT = "detail.diagrams.0.cells.1.data.threats.0";

describe("a threat model of Threat Dragon", () => {
  it("is known by its name, and by how it begins", () => {
    expect(seen(json(model()))).toEqual({ threats: ["#7 high mitigated"], problems: [] });
    expect(read(json(model())).fields).toEqual(dragon(json(model())).fields);
    expect(dragon(json(model())).fields.reviewed).toBe("2026-10-20");
  });

  it("names the line of each threat", () => {
    const { lines } = dragon(json(model()));
    const line = json(model())
      .split("\n")
      .findIndex((one) => one.includes(`"number": 7`));
    expect(lines.get(`${AT}.number`)).toBe(line + 1);
  });

  it.each([
    [{ status: "Open" }, "#7 high open"],
    [{ status: "Open", severity: "TBD" }, "#7 null open"],
    [{ status: "open", severity: undefined }, "#7 null open"],
    [{ status: "Open", severity: "" }, "#7 null open"],
    [{ severity: "critical" }, "#7 critical mitigated"],
    [{ status: "NA" }, "#7 high not-applicable"],
    [{ number: undefined, id: "ab-1" }, "ab-1 high mitigated"],
    [{ number: "x\ny", id: "[a](b)" }, `${AT} high mitigated`],
  ])("reads %j", (over, expected) => {
    expect(seen(json(model(cells(threat(over)))))).toEqual({ threats: [expected], problems: [] });
  });

  it.each([
    [{ status: "Done" }, "status"],
    [{ status: undefined }, "status"],
    [{ status: null }, "status"],
    [{ status: "constructor" }, "status"],
    [{ severity: "Severe" }, "severity"],
    [{ severity: ["High"] }, "severity"],
    [{ severity: "__proto__" }, "severity"],
    [{ title: undefined }, "title"],
    [{ title: " " }, "title"],
    [{ title: "TODO" }, "title"],
    [{ title: null }, "title"],
    [{ status: "NotApplicable", mitigation: "" }, "mitigation"],
    [{ status: "NotApplicable", mitigation: undefined }, "mitigation"],
    [{ status: "N/A", mitigation: "Provide mitigation for this threat or else" }, "mitigation"],
  ])("says what is wrong with %j", (over, field) => {
    const { threats, problems } = seen(json(model(cells(threat(over), threat({ number: 8 })))));
    expect(threats).toEqual(["#8 high mitigated"]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(`${AT}.${field}: `);
  });

  it("finds threats where the schema has them, and where the program writes them", () => {
    const both = [{ data: { threats: [threat()] }, threats: [threat({ number: 8 })] }];
    expect(seen(json(model(both))).threats).toEqual(["#7 high mitigated", "#8 high mitigated"]);
  });

  it.each([
    ["version 1", model(undefined, { version: "1.6.1" }), "version"],
    ["no version", model(undefined, { version: undefined }), "version"],
    ["version 20", model(undefined, { version: "20.1" }), "version"],
    ["no summary", model(undefined, { summary: undefined }), "summary"],
    [
      "a review that is no day",
      model(undefined, { summary: { reviewed: "soon" } }),
      "summary.reviewed",
    ],
    ["no detail", model(undefined, { detail: undefined }), "detail"],
    ["no diagrams", model(undefined, { detail: {} }), "detail.diagrams"],
    ["no cells", model(null), "detail.diagrams.0.cells"],
    ["a cell that is none", model(["a"]), "detail.diagrams.0.cells.0"],
    [
      "threats that are no list",
      model([{ data: { threats: "a" } }]),
      "detail.diagrams.0.cells.0.data.threats",
    ],
    ["a threat that is none", model(cells("a")), AT],
  ])("says what is wrong with %s", (_, value, field) => {
    expect(dragon(json(value)).problems.map((problem) => problem.field)).toEqual([field]);
  });

  it.each([
    ["nothing", ""],
    ["a list", "[]"],
    ["a text", `"a"`],
    ["YAML", "version: 2.4.0"],
    ["single quotes", json(model()).replaceAll('"', "'")],
    ["a comment", `${json(model())} # done`],
    ["a comma too many", json(model()).replace(/\}$/, ",}")],
    ["half of it", json(model()).slice(0, 100)],
    [
      "a status that stands twice",
      json(model()).replace(`"status"`, `"status": "Open",\n"status"`),
    ],
    ["lists in lists", `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
    ["very many values", `{"a":[${"1,".repeat(100_000)}1]}`],
    ["a NUL", json(model()).replace("Orders", "\0")],
  ])("gives a problem for %s", (_, text) => {
    expect(dragon(text).problems.length).toBeGreaterThan(0);
  });

  it("never takes a key for something else", () => {
    const text = json(model()).replace(`"version"`, `"__proto__": {"version": "2"}, "version"`);
    expect(problemsOf(dragon(text))).toEqual(["2 : The key `__proto__` is not allowed here."]);
    expect(({} as Record<string, unknown>)["version"]).toBeUndefined();
  });

  it("finds each open threat, wherever it stands, and calls nothing settled that is not", () => {
    const one = fc.record({
      number: fc.nat({ max: 999 }),
      title: fc.constantFrom("Orders are read", "Logs"),
      severity: fc.constantFrom("Low", "High", "Critical", "TBD", "Odd", ""),
      status: fc.constantFrom("Open", "Mitigated", "NotApplicable", "Odd", ""),
      mitigation: fc.constantFrom("", "It runs on another machine"),
    });
    fc.assert(
      fc.property(fc.array(fc.array(one, { maxLength: 4 }), { maxLength: 4 }), (all) => {
        const { fields, problems } = dragon(
          json(model(all.map((threats) => ({ data: { threats } })))),
        );
        const flat = all.flat();
        const good = flat.filter(
          ({ severity, status, mitigation }) =>
            severity !== "Odd" &&
            (status === "NotApplicable"
              ? mitigation !== ""
              : ["Open", "Mitigated"].includes(status)),
        );
        expect(fields.threats?.map(({ id }) => id)).toEqual(good.map(({ number }) => `#${number}`));
        const open = (fields.threats ?? []).filter(({ status }) => status === "open");
        expect(open).toHaveLength(good.filter(({ status }) => status === "Open").length);
        expect(problems.length > 0).toBe(good.length < flat.length);
      }),
      { numRuns: 100 },
    );
  });
});
