import { readChecklist } from "../../src/documents/checklist.ts";
import { readSecurityReview } from "../../src/documents/index.ts";
import { scanBlocks } from "../../src/documents/markdown/index.ts";
import { documentOf, example, file, problemsOf } from "./support.ts";

const PATH = "docs/security/review.md";
const items = (text: string) => readChecklist(PATH, scanBlocks(text));
/** What an item's evidence leads to. */
const evidence = (text: string) =>
  items(text).flatMap((item) =>
    item.evidence.map((link) => {
      if (link.kind === "file") return link.path;
      return link.kind === "https" ? link.url : `! ${link.why}`;
    }),
  );
const ids = (text: string) =>
  items(text).map(({ id, line, checked }) => `${line} ${id} ${checked ? "x" : "-"}`);

describe("a checklist item", () => {
  it.each<[text: string, ids: readonly string[]]>([
    ["- [x] `a.b` Done.", ["1 a.b x"]],
    ["- [ ] `a.b` Open.", ["1 a.b -"]],
    ["* [X] `a.b`\n+ [x] ` c.d `\n1. [ ] `` e.f `` x", ["1 a.b x", "2 c.d x", "3 e.f -"]],
    ["- [x] `a.b`\r\n- [ ] `c.d`\r\n", ["1 a.b x", "2 c.d -"]],
    ["- group\n  - [x] `a.b`\n    - [ ] `c.d`\n\n      text\n", ["2 a.b x", "3 c.d -"]],
    ["> - [x] `a.b`", ["1 a.b x"]],
    ["- [x] `a.b`\n- [x] `a.b`\n- [ ] `a.b`", ["1 a.b x", "2 a.b x", "3 a.b -"]],
    ["text\n- [x] `a.b`", ["2 a.b x"]],
    ["-\t[x]\t`a.b`", ["1 a.b x"]],
    ["- [x] `unknown` or `not`", ["1 unknown x"]],
    ["- [x] a.b", []],
    ["- [x] Run `a.b`", []],
    ["- [x] `npm test` passes", []],
    ["- [x] ` `", []],
    ["- [x] `a.b", []],
    ["- [x]`a.b`", []],
    ["- [y] `a.b`", []],
    ["- `a.b`", []],
    ["[x] `a.b`", []],
    ["-\n  [x] `a.b`", []],
    ["- \\[x] `a.b`", []],
    ["- text\n\n  [x] `a.b`", []],
    ["```\n- [x] `a.b`\n```", []],
    ["```\n- [x] `a.b`", []],
    ["~~~~\n~~~\n- [x] `a.b`", []],
    ["- ```\n  - [x] `a.b`\n- [x] `c.d`", ["3 c.d x"]],
    ["text\n\n    - [x] `a.b`", []],
    ["<!-- - [x] `a.b` -->", []],
    ["<!--\n- [x] `a.b`\n\n- [x] `c.d`\n-->\n- [x] `e.f`", ["6 e.f x"]],
    ["<details>\n- [x] `a.b`\n\n- [x] `c.d`\n</details>", ["4 c.d x"]],
    ["- [x] <!-- `a.b` --> `c.d`", []],
    ["- [x] `a.b`\n  | x |\n  |--|\n  | y |", ["1 a.b x"]],
  ])("is read from %j as %j", (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});

describe("evidence", () => {
  it.each<[after: string, expected: readonly string[]]>([
    ["Evidence: [a](a.md)", ["docs/security/a.md"]],
    ["Evidence: [a](a.md), [b](../b.md) and [c](./x/../c.md).", AB_C()],
    ["evidence:[a](a.md)", ["docs/security/a.md"]],
    ["**Evidence:** [a](a.md)", ["docs/security/a.md"]],
    ["**Evidence**: [a](a.md)", ["docs/security/a.md"]],
    ["Dokumentasjon: [a](a.md)", ["docs/security/a.md"]],
    ["Bevis: [a](a.md)", ["docs/security/a.md"]],
    ["[no](no.md) Evidence: [a](a.md) N/A: see [no](no.md)", ["docs/security/a.md"]],
    [
      "Evidence: [a](a.md) N/A: x y z. Evidence: [b](b.md)",
      ["docs/security/a.md", "docs/security/b.md"],
    ],
    [
      "\n  more text. Evidence:\n  [a](a.md)\n  [b](b.md)",
      ["docs/security/a.md", "docs/security/b.md"],
    ],
    ["Evidence:\n  - [a](a.md)\n  - [b](b.md)", ["docs/security/a.md", "docs/security/b.md"]],
    ["\n\n  Evidence: [a](a.md)", ["docs/security/a.md"]],
    ["Evidence: [a][r]\n\n[r]: a.md 'title'", ["docs/security/a.md"]],
    ["Evidence: [R]\n\n[r]: <a b.md>", ["docs/security/a b.md"]],
    ["Evidence: [R][]\n\n[r]: a.md\n[r]: b.md", ["docs/security/a.md"]],
    ["Evidence: <https://acme.example/x>", ["https://acme.example/x"]],
    ["Evidence: https://acme.example/x.", ["https://acme.example/x"]],
    ["Evidence: [a](HTTPS://acme.example/x?y#z)", ["HTTPS://acme.example/x?y#z"]],
    ["Evidence: [a](a%20b.md#L4-L9)", ["docs/security/a b.md"]],
    ["Evidence: [a](a.md?plain=1#L4)", ["docs/security/a.md"]],
    ["Evidence: [a](folder/)", ["docs/security/folder"]],
    ['Evidence: [a](<a (1).md> "t")', ["docs/security/a (1).md"]],
    ["Evidence: [a](<my file.md>)", ["docs/security/my file.md"]],
    ["Evidence: <a title='x > [b](b.md)'>", []],
    ["Evidence: [**a** `b`](a.md)", ["docs/security/a.md"]],
    ["Evidence: kari@acme.example wrote [a](a.md)", ["docs/security/a.md"]],
    ["Evidence: [a](../../../etc)", ["! The path leads out of the repository."]],
    ["Evidence: [a](..%2f..%2f..%2fetc)", ["! The path leads out of the repository."]],
    ["Evidence: [a](../..)", ["! The path leads to the whole repository."]],
    ["Evidence: [a](/docs/a.md)", [expect.stringMatching(/begins with \//) as string]],
    ["Evidence: [a](//acme.example)", [expect.stringMatching(/https/) as string]],
    ["Evidence: [a](#top)", ["! The link leads to the document itself."]],
    ["Evidence: [a](review.md)", ["! The link leads to the document itself."]],
    ["Evidence: [a](../security/./review.md#x)", ["! The link leads to the document itself."]],
    ["Evidence: [a](%72eview.md)", ["! The link leads to the document itself."]],
    ["Evidence: [a]()", ["! The link leads to the document itself."]],
    ["Evidence: [a](http://acme.example)", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: [a](javascript:alert)", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: [a](mailto:a@b.example)", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: [a](data:text/plain,a)", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: [a](file:///etc/passwd)", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: [a](C:/a.md)", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: www.acme.example", [expect.stringMatching(/^! Only files/) as string]],
    ["Evidence: [a](https://)", ["! The address is not complete."]],
    ["Evidence: [a](https:a.md)", ["! The address is not complete."]],
    ["Evidence: [a](a%zz.md)", [expect.stringMatching(/%/) as string]],
    ["Evidence: [a](a%00.md)", [expect.stringMatching(/backslash or a character/) as string]],
    ["Evidence: [a](..%5ca.md)", [expect.stringMatching(/backslash/) as string]],
    [`Evidence: ${"[a](b(c).md) ".repeat(40)}`, [expect.stringMatching(/too much/) as string]],
    ["[a](a.md)", []],
    ["Evidence: see the report", []],
    ["Evidence: `[a](a.md)`", []],
    ["Evidence: \\[a](a.md)", []],
    ["Evidence: ![a](a.png)", []],
    ["Evidence: [a][nobody]", []],
    ["Evidence: <a href='a.md'>a</a>", []],
    ["Evidence: <!-- [a](a.md) -->", []],
    ["<!-- Evidence: --> [a](a.md)", []],
    ["`Evidence:` [a](a.md)", []],
    ["Evidence: [r]: a.md", []],
    ["Evidence:\n  ```\n  [a](a.md)\n  ```", []],
    ["Evidence: a\n- [b](b.md)", []],
    ["Evidence: a\n  - [ ] `c.d` [b](b.md)", []],
    ["Evidently: [a](a.md)", []],
  ])("is read from `%s`", (after, expected) => {
    expect(evidence(`- [x] \`a.b\` Words ${after}`)).toEqual(expected);
  });

  function AB_C() {
    return ["docs/security/a.md", "docs/b.md", "docs/security/c.md"];
  }

  it("keeps the line of each link, and what was written where it cannot be used", () => {
    const [item] = items(
      "\n- [x] `a.b` Evidence: [a](a.md)\n  *and* [b](http://b.example),\n  [c](c)",
    );
    expect(item?.evidence).toEqual([
      { kind: "file", path: "docs/security/a.md", line: 2 },
      {
        kind: "unusable",
        target: "http://b.example",
        why: "Only files of the repository and https addresses count as evidence.",
        line: 3,
      },
      { kind: "file", path: "docs/security/c", line: 4 },
    ]);
  });

  it("is taken from the repository's root for a document that lies there", () => {
    const [item] = readChecklist("review.md", scanBlocks("- [x] `a.b` Evidence: [a](docs/a.md)"));
    expect(item?.evidence).toEqual([{ kind: "file", path: "docs/a.md", line: 1 }]);
  });
});

describe("a reason why an item is not applicable", () => {
  it.each<[after: string, reason: string | null]>([
    ["N/A: the shop has no accounts", "the shop has no accounts"],
    ["n/a:  the   shop\n  has none ", "the shop has none"],
    ["**N/A:** no _accounts_", "no _accounts_"],
    ["Ikke aktuelt: butikken har ingen kontoer", "butikken har ingen kontoer"],
    ["Ikkje aktuelt: butikken har ingen kontoar", "butikken har ingen kontoar"],
    ["N/A: see [the plan](plan.md) Evidence: [a](a.md)", "see [the plan]"],
    ["N/A: <!-- nobody sees this reason -->", ""],
    ["N/A: {{why it is not applicable}}", ""],
    ["N/A: TODO, ask the DPO", ""],
    ["N/A:", ""],
    ["N/A the shop has no accounts", null],
    ["`N/A: the shop has no accounts`", null],
    ["", null],
  ])("is read from `%s` as %j", (after, reason) => {
    expect(items(`- [ ] \`a.b\` Words. ${after}`)[0]?.notApplicable).toBe(reason);
  });
});

describe("the checklists of the example", () => {
  it("are read whole, each item with its evidence or its reason", () => {
    const review = items(example("security-review.md").replace(/^---[^]*?\n---\n/, ""));
    expect(review).toHaveLength(7);
    const engineering = items(example("privacy-engineering.md").replace(/^---[^]*?\n---\n/, ""));
    expect(engineering).toHaveLength(25);
    for (const item of [...review, ...engineering]) {
      const usable = item.evidence.filter(({ kind }) => kind !== "unusable");
      expect(usable.length > 0).toBe(item.checked);
      expect(item.notApplicable === null).toBe(item.checked);
    }
  });

  it.each([
    ["items", "- [x] `a.b`\n".repeat(1_001), /more than 1,000 items/],
    ["links", `- [x] \`a.b\` Evidence: ${"[a](b) ".repeat(2_001)}`, /more than 2,000 links/],
  ])("are no checklists with too many %s", (_what, text, problem) => {
    const review = example("security-review.md");
    const document = documentOf(readSecurityReview(PATH, file(`${review}\n${text}`)));
    expect(document.broken).toBe(true);
    expect(document.items).toEqual([]);
    expect(problemsOf(document)).toEqual([expect.stringMatching(problem)]);
  });
});
