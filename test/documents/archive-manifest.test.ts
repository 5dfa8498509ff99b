import { readArchiveManifest } from "../../src/documents/index.ts";
import { change, documentOf, example, file, problemsOf } from "./support.ts";

const MANIFEST = example("archive.yml");
const read = (text: string) => documentOf(readArchiveManifest("docs/archive.yml", file(text)));
const ALL = ["location", "access", "retainFor", "artifacts"] as const;
const ASSET = "asset: shop.cdx.json";

describe("an archive manifest", () => {
  it("has every field of the example, and no problem", () => {
    const document = read(MANIFEST);
    expect(document.problems).toEqual([]);
    expect(document.fields.retainFor).toBe("6y");
    expect(document.fields.artifacts).toHaveLength(10);
    expect(document.fields.artifacts?.slice(7)).toEqual([
      { category: "privacy-engineering", path: "docs/privacy-engineering.md" },
      { category: "sbom", asset: "shop.cdx.json" },
      { category: "licences", notApplicable: "The SBOM lists the licence of every component" },
    ]);
  });

  it.each<[part: string, by: string, lost: readonly string[], problem: RegExp | null]>([
    ["location: https://archive.acme.example/shop\n", "", ["location"], null],
    ["location: https://archive.acme.example/shop", "location:", ["location"], /^2 location: /],
    ["access: Support", "access: TODO", ["access"], /^3 access: .*`TODO`/],
    ["retain-for: 6y", "retain-for: 6 years", ["retainFor"], /^4 retain-for: .*6 years/],
    ["retain-for: 6y", "retain-fur: 6y", ["retainFor"], /^4 retain-fur: .*not known/],
    ["assessment,      path: docs/dpia.md", "assessment", ["artifacts"], /^7 artifacts.1.path: /],
    ["path: docs/dpia.md", "path: ../dpia.md", ["artifacts"], /^7 artifacts.1.path: /],
    ["path: docs/dpia.md", "path: docs/dpia.md, asset: a", ["artifacts"], /^7 artifacts.1.asset: /],
    ["The SBOM lists the licence of every component", "later", ["artifacts"], /10 characters/],
    ["The SBOM lists the licence of every component", "'TODO: say why not'", ["artifacts"], /TODO/],
    [ASSET, "asset: a/b.json", ["artifacts"], /^14 artifacts.8.asset: /],
    [ASSET, `${ASSET}, sha256: abc`, ["artifacts"], /^14 artifacts.8.sha256: .*64/],
    [
      "path: docs/dpia.md",
      `path: docs/dpia.md, sha256: ${"a".repeat(64)}`,
      ["artifacts"],
      /sha256: /,
    ],
    ["category: sbom,", "kind: sbom,", ["artifacts"], /^14 artifacts.8.(?:kind|category): /],
  ])("loses exactly what `%s` ▸ `%s` breaks", (part, by, lost, problem) => {
    const document = read(change(MANIFEST, part, by));
    expect(ALL.filter((key) => document.fields[key] === undefined)).toEqual(lost);
    if (problem === null) expect(document.problems).toEqual([]);
    else expect(problemsOf(document)).toContainEqual(expect.stringMatching(problem));
  });

  it("takes several artifacts of a category, and an asset with its digest", () => {
    const digest = "AB".repeat(32);
    const document = read(
      change(MANIFEST, ASSET, `${ASSET}, sha256: ${digest} }\n  - { category: sbom, asset: b.json`),
    );
    expect(document.problems).toEqual([]);
    expect(document.fields.artifacts?.slice(8, 10)).toEqual([
      { category: "sbom", asset: "shop.cdx.json", sha256: digest.toLowerCase() },
      { category: "sbom", asset: "b.json" },
    ]);
  });

  it.each([
    ["", /empty/],
    ["# only a comment\n", /empty/],
    ["- a\n", /list/],
    ["location: [", /./],
    ["a: &a [b]\n*a", /./],
    ["location: a\0b", /NUL/],
    [MANIFEST + "\n---\nlocation: b\n", /second/i],
  ])("is broken as %j", (text, problem) => {
    const document = read(text);
    expect(document.broken).toBe(true);
    expect(document.fields).toEqual({});
    expect(problemsOf(document)).toContainEqual(expect.stringMatching(problem));
  });

  it("is missing or unreadable like every document", () => {
    expect(readArchiveManifest("a.yml", { kind: "missing" }).status).toBe("missing");
    expect(readArchiveManifest("a.yml", undefined).status).toBe("unreadable");
    expect(read(`\uFEFF${MANIFEST.replaceAll("\n", "\r\n")}`).problems).toEqual([]);
  });
});
