import fc from "fast-check";
import { readVex } from "../../src/documents/index.ts";
import { notAffected, type DocumentReading, type Vex } from "../../src/domain/index.ts";
import { documentOf, file } from "./support.ts";

const PATH = "security/app.vex.json";
const vex = (value: unknown): DocumentReading<Vex> =>
  readVex(PATH, file(typeof value === "string" ? value : JSON.stringify(value, null, 2)));
const fieldsOf = (value: unknown) => documentOf(vex(value)).problems.map(({ field }) => field);
const why = (...values: readonly unknown[]) =>
  notAffected(values.map(vex), ["ghsa-1", "CVE-2026-1"], "acme/shop")?.justification ?? null;

const LABEL = "vulnerable_code_not_present";
const said = (over: object = {}) => ({
  vulnerability: { name: "CVE-2026-1" },
  products: [{ "@id": "pkg:github/acme/shop" }],
  status: "not_affected",
  justification: LABEL,
  ...over,
});
const open = (statements: unknown = [said()], over: object = {}) => ({
  "@context": "https://openvex.dev/ns/v0.2.0",
  timestamp: "2026-11-10T08:00:00.123456-06:00",
  statements,
  ...over,
});

describe("OpenVEX", () => {
  it("says why, and on which line", () => {
    expect(notAffected([vex(open())], ["CVE-2026-1"], "acme/shop")).toEqual({
      id: "CVE-2026-1",
      justification: LABEL,
      path: PATH,
      line: 5,
    });
  });

  it.each([
    ["by an alias", said({ vulnerability: { name: "X-1", aliases: ["GHSA-1"] } }), LABEL],
    ["by a bare name", said({ vulnerability: "cve-2026-1" }), LABEL],
    ["of another vulnerability", said({ vulnerability: { name: "CVE-2026-11" } }), null],
    [
      "in words",
      said({ justification: undefined, impact_statement: "It is never called." }),
      "It is never called.",
    ],
    ["in too few words", said({ justification: undefined, impact_statement: "No" }), null],
    ["without a reason", said({ justification: undefined }), null],
    ["of an affected product", said({ status: "affected" }), null],
    ["of a fixed product", said({ status: "fixed" }), null],
    ["that is not decided", said({ status: "under_investigation" }), null],
    [
      "of a product by its purl",
      said({ products: [{ identifiers: { purl: "pkg:npm/shop" } }] }),
      LABEL,
    ],
    ["of a product as a text", said({ products: ["pkg:npm/shop"] }), LABEL],
  ])("a statement %s", (_, statement, expected) => {
    expect(why(open([statement]))).toBe(expected);
  });

  it("lets the latest statement about a product count, and the stricter of two at once", () => {
    const earlier = { timestamp: "2026-11-01T08:00:00Z" };
    const affected = said({ status: "affected" });
    expect(why(open([said(), { ...affected, ...earlier }]))).toBe(LABEL);
    expect(why(open([{ ...said(), ...earlier }, affected]))).toBeNull();
    expect(why(open([said(), affected]))).toBeNull();
    expect(why(open([affected, said()]))).toBeNull();
    expect(why(open(), open([affected], { timestamp: "2026-11-11T08:00:00Z" }))).toBeNull();
    expect(why(open([said(), said({ status: "affected", products: ["pkg:b"] })]))).toBeNull();
    expect(why(open([said(), said({ status: "fixed", products: ["pkg:b"] })]))).toBe(LABEL);
  });

  it("excuses nothing while one of several documents is not to be had", () => {
    const other = (reading: DocumentReading<Vex>) =>
      notAffected([vex(open()), reading], ["CVE-2026-1"], "acme/shop");
    expect(other(vex(open([])))).not.toBeNull();
    expect(other(readVex("b.json", undefined))).toBeNull();
    expect(other(readVex("b.json", { kind: "missing" }))).toBeNull();
    expect(other(vex("{"))).toBeNull();
    expect(other(vex(open([said({ status: "ok" })])))).toBeNull();
    expect(other(vex(open([said({ justification: undefined, products: ["pkg:b"] })])))).toBeNull();
    expect(notAffected([], ["CVE-2026-1"], "acme/shop")).toBeNull();
    expect(notAffected([vex(open())], [], "acme/shop")).toBeNull();
  });

  it.each([
    ["another context", open([], { "@context": "https://openvex.dev/nsx" }), "@context"],
    ["no context", open([], { "@context": undefined }), "@context"],
    ["no time", open([], { timestamp: undefined }), "timestamp"],
    ["a day for a time", open([], { timestamp: "2026-11-10" }), "timestamp"],
    ["no statements", open(undefined, { statements: undefined }), "statements"],
    ["a statement that is none", open(["a"]), "statements.0"],
    ["no vulnerability", open([said({ vulnerability: undefined })]), "statements.0.vulnerability"],
    ["a nameless one", open([said({ vulnerability: {} })]), "statements.0.vulnerability.name"],
    ["no products", open([said({ products: undefined })]), "statements.0.products"],
    ["an empty list", open([said({ products: [] })]), "statements.0.products"],
    ["a nameless product", open([said({ products: [{}] })]), "statements.0.products.0.@id"],
    ["no status", open([said({ status: undefined })]), "statements.0.status"],
    ["a prototype's", open([said({ status: "constructor" })]), "statements.0.status"],
    [
      "a reason of one's own",
      open([said({ justification: "fine" })]),
      "statements.0.justification",
    ],
    ["no reason", open([said({ justification: undefined })]), "statements.0.justification"],
    [
      "a repeated key",
      JSON.stringify(open()).replace(`"status"`, `"status":"fixed","status"`),
      "statements.0.status",
    ],
    ["a prototype", `{"__proto__": {}, "a": 1}`, ""],
    ["lists in lists", "[".repeat(9_000), ""],
  ])("with %s is told", (_, value, field) => {
    expect(fieldsOf(value)).toContain(field);
    expect(why(value)).toBeNull();
  });
});

const weakness = (over: object = {}) => ({
  cve: "CVE-2026-1",
  product_status: { known_not_affected: ["P1"] },
  flags: [{ label: LABEL, product_ids: ["P1"] }],
  ...over,
});
const csaf = (vulnerabilities: unknown = [weakness()], over: object = {}) => ({
  document: {
    category: "csaf_vex",
    csaf_version: "2.0",
    tracking: { status: "final", current_release_date: "2026-11-10T08:00:00.000Z" },
    ...over,
  },
  product_tree: { product_groups: [{ group_id: "G", product_ids: ["P1", "P2"] }] },
  vulnerabilities,
});

describe("CSAF's VEX", () => {
  it.each([
    ["a flag", weakness(), LABEL],
    ["a flag for a group", weakness({ flags: [{ label: LABEL, group_ids: ["G"] }] }), LABEL],
    [
      "a flag for another product",
      weakness({ flags: [{ label: LABEL, product_ids: ["P2"] }] }),
      null,
    ],
    ["a flag for no product", weakness({ flags: [{ label: LABEL }] }), null],
    [
      "words about the impact",
      weakness({
        flags: undefined,
        threats: [{ category: "impact", details: "It is never called.", product_ids: ["P1"] }],
      }),
      "It is never called.",
    ],
    [
      "words about something else",
      weakness({
        flags: undefined,
        threats: [
          { category: "exploit_status", details: "It is never called.", product_ids: ["P1"] },
        ],
      }),
      null,
    ],
    ["no reason", weakness({ flags: undefined }), null],
    [
      "another id",
      weakness({ cve: undefined, ids: [{ system_name: "GitHub", text: "GHSA-1" }] }),
      LABEL,
    ],
    [
      "another product affected",
      weakness({ product_status: { known_not_affected: ["P1"], known_affected: ["P2"] } }),
      null,
    ],
    [
      "a product under investigation",
      weakness({ product_status: { under_investigation: ["P1"] } }),
      null,
    ],
  ])("with %s", (_, one, expected) => {
    expect(why(csaf([one]))).toBe(expected);
  });

  it.each([
    ["another profile", csaf(undefined, { category: "csaf_base" }), "document.category"],
    ["version 3", csaf(undefined, { csaf_version: "3.0" }), "document.csaf_version"],
    ["a draft", csaf(undefined, { tracking: { status: "draft" } }), "document.tracking.status"],
    ["no vulnerabilities", csaf("none"), "vulnerabilities"],
    ["no id", csaf([weakness({ cve: undefined })]), "vulnerabilities.0.cve"],
    [
      "no status",
      csaf([weakness({ product_status: undefined })]),
      "vulnerabilities.0.product_status",
    ],
    [
      "a label of one's own",
      csaf([weakness({ flags: [{ label: "fine", product_ids: ["P1"] }] })]),
      "vulnerabilities.0.flags.0.label",
    ],
  ])("with %s is told", (_, value, field) => {
    expect(fieldsOf(value)).toContain(field);
    expect(why(value)).toBeNull();
  });
});

it("answers for any text, each problem on a line that exists", () => {
  const texts = [open(), csaf()].map((value) => JSON.stringify(value, null, 2));
  const edited = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat({ max: 60 }),
      fc.string({ unit: "binary", maxLength: 8 }),
    )
    .map(([text, at, length, by]) => {
      const from = at % text.length;
      return text.slice(0, from) + by + text.slice(from + length);
    });
  fc.assert(
    fc.property(edited, (text) => {
      const { problems, broken } = documentOf(vex(text));
      const lines = text.split("\n").length;
      expect(problems.every(({ line }) => line >= 1 && line <= lines)).toBe(true);
      if (broken) expect(problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
