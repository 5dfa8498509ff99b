import fc from "fast-check";
import { compareVersions } from "../../src/domain/version.ts";

/** Each row stands in its order, the lowest first. */
const ORDERED: readonly (readonly [string, readonly string[]])[] = [
  ["numbers by their value", ["v1.2.9", "v1.9.0", "v1.10.0", "v2.0.0", "v10.0.0"]],
  ["what is longer comes later", ["v1", "v1.4", "v1.4.0", "v1.4.0.1"]],
  // The example of https://semver.org/#spec-item-11
  [
    "pre-releases before what they prepare",
    [
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1",
      "1.0.0",
    ],
  ],
  ["pre-releases without a dot as people count them", ["v2.0.0-rc2", "v2.0.0-rc10", "v2.0.0"]],
  ["a pre-release of the next after the last", ["v1.4.9", "v1.5.0-rc.1", "v1.5.0", "v1.5.1"]],
  ["days", ["2026-02-01", "2026-08-31", "2026-11-09", "2026-11-20", "2027-01-01"]],
  ["days with dots, and a second of the day", ["2026.9.30", "2026.11.20", "2026.11.20.1"]],
  ["moments, longer than what a number holds", ["20261120120000999998", "20261120120000999999"]],
  ["in a line of its own", ["api-v1.9", "api-v1.10", "api-v2.0"]],
  ["under a path", ["release/1.9", "release/1.10"]],
  ["what ends otherwise than in a pre-release", ["1.4-rc", "1.4", "1.4!", "1.4,a", "1.4.1"]],
];

describe("versions come in order", () => {
  it.each(ORDERED)("%s", (_, versions) => {
    for (const [first, a] of versions.entries())
      for (const [second, b] of versions.entries())
        expect([a, b, Math.sign(compareVersions(a, b))]).toEqual([a, b, Math.sign(first - second)]);
  });

  it.each([
    ["v1.4.0", "v1.4.0"],
    ["v1.4.0+build.7", "v1.4.0+build.8"],
    ["v1.4.0+linux-x64", "v1.4.0"],
    ["v1.04", "v1.4"],
    ["v1.00", "v1.0"],
    ["", ""],
  ])("%j is no other version than %j", (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
    expect(compareVersions(b, a)).toBe(0);
  });
});

describe("the order of versions", () => {
  // Short words of what decides: dense enough that ties, prefixes and cycles would be met.
  const dense = fc
    .array(fc.constantFrom("0", "1", "10", "00", ".", "-", "+", "!", ",", "v", "rc", "é", "\n"), {
      maxLength: 5,
    })
    .map((parts) => parts.join(""));
  const hostile = fc.oneof(dense, fc.string({ unit: "binary", maxLength: 8 }));
  const sign = (a: string, b: string) => Math.sign(compareVersions(a, b));

  it("is the opposite the other way round, and nobody is before themselves", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        expect(sign(a, b) + sign(b, a)).toBe(0);
        expect(sign(a, a)).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never goes round in a circle", () => {
    fc.assert(
      fc.property(dense, dense, dense, (a, b, c) => {
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
        if (sign(a, b) === 0) expect(sign(a, c)).toBe(sign(b, c));
      }),
      { numRuns: 20_000 },
    );
  });

  it("withstands what is very long", () => {
    const long = `v${"1.".repeat(20_000)}`;
    expect(compareVersions(`${long}2`, `${long}10`)).toBeLessThan(0);
    expect(compareVersions("9".repeat(100_000), `1${"0".repeat(100_000)}`)).toBeLessThan(0);
  });
});
