import fc from "fast-check";
import { readSbom } from "../../src/documents/index.ts";
import { documentOf, file } from "./support.ts";

const read = (value: unknown) =>
  documentOf(
    readSbom("sbom.json", file(typeof value === "string" ? value : JSON.stringify(value))),
  );
const fieldsOf = (value: unknown) => read(value).problems.map(({ field }) => field);

const cycloneDx = (over: object = {}) => ({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  metadata: { timestamp: "2026-11-18T09:00:00+01:00" },
  components: [{ type: "library", name: "lodash", version: "4.17.21" }],
  ...over,
});
const spdx = (over: object = {}) => ({
  spdxVersion: "SPDX-2.3",
  SPDXID: "SPDXRef-DOCUMENT",
  documentNamespace: "https://acme.example/sbom",
  creationInfo: { created: "2026-11-18T08:00:00Z" },
  packages: [{ SPDXID: "SPDXRef-a", name: "a", versionInfo: "1" }],
  ...over,
});

it.each([
  ["CycloneDX", cycloneDx(), "CycloneDX 1.6"],
  ["SPDX", spdx(), "SPDX 2.3"],
])("%s says when it was made, and of what the product consists", (_, value, format) => {
  expect(read(value)).toMatchObject({
    broken: false,
    problems: [],
    fields: { format, created: "2026-11-18T08:00:00.000Z", components: 1 },
  });
});

const part = (component: object) => cycloneDx({ components: [component] });
it.each([
  ["no version of the format", cycloneDx({ specVersion: "2.0" }), ["specVersion"]],
  ["no time", cycloneDx({ metadata: {} }), ["metadata.timestamp"]],
  [
    "a day in place of a time",
    cycloneDx({ metadata: { timestamp: "2026-11-18" } }),
    ["metadata.timestamp"],
  ],
  ["no components", cycloneDx({ components: [] }), ["components"]],
  ["a component without a name", part({ type: "library", version: "1" }), ["components.0.name"]],
  ["a library without a version", part({ type: "library", name: "a" }), ["components.0"]],
  ["a version in the purl", part({ type: "library", name: "a", purl: "pkg:npm/a@1" }), []],
  [
    "a purl without one",
    part({ type: "library", name: "a", purl: "pkg:npm/%40b/a" }),
    ["components.0"],
  ],
  ["a file without a version", part({ type: "file", name: "logo.svg" }), []],
  ["SPDX 3", spdx({ spdxVersion: "SPDX-3.0" }), ["spdxVersion"]],
  ["no namespace", spdx({ documentNamespace: "here" }), ["documentNamespace"]],
  ["no creation", spdx({ creationInfo: {} }), ["creationInfo.created"]],
  ["a package without a version", spdx({ packages: [{ SPDXID: "x", name: "a" }] }), ["packages.0"]],
  [
    "a package without a version that is the product",
    spdx({ packages: [{ SPDXID: "x", name: "a" }], documentDescribes: ["x"] }),
    [],
  ],
  [
    "a package with a purl",
    spdx({
      packages: [
        {
          SPDXID: "x",
          name: "a",
          externalRefs: [{ referenceType: "purl", referenceLocator: "pkg:npm/a@1" }],
        },
      ],
    }),
    [],
  ],
])("%s", (_, value, expected) => {
  expect(fieldsOf(value)).toEqual(expected);
});

it.each(["", "[]", "null", "1", "{", '{"name":"shop"}', '{"bomFormat":1'])("%j is none", (text) => {
  expect(read(text)).toMatchObject({ broken: true, fields: {} });
});

it("has no fields beside a problem, whatever stands in it", () => {
  const key = fc.constantFrom("bomFormat", "specVersion", "metadata", "components", "packages");
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom("CycloneDX", "1.6", "SPDX-2.3"));
  fc.assert(
    fc.property(key, value, (name, given) => {
      for (const whole of [cycloneDx({ [name]: given }), spdx({ [name]: given })]) {
        const { fields, problems } = read(whole);
        expect(Object.keys(fields).length === 0).toBe(problems.length > 0);
      }
    }),
  );
});
