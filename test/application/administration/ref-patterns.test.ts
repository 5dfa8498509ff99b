import fc from "fast-check";
import { refPatterns } from "../../../src/application/index.ts";
import { visiblyHolds } from "../../../src/application/administration/ref-patterns.ts";
import { compilePattern } from "../../../src/text/index.ts";

/**
 * Ruby's `File.fnmatch(pattern, path, File::FNM_PATHNAME)` as its documentation tells it, but for
 * what names of refs cannot have (segments that begin with a dot, backslashes).
 * https://docs.ruby-lang.org/en/3.4/File.html#method-c-fnmatch
 */
function fnmatch(pattern: string, path: string): boolean {
  let source = "";
  let isStart = true;
  for (let at = 0; at < pattern.length;) {
    const character = pattern.charAt(at);
    if (isStart && pattern.startsWith("**/", at)) {
      source += "(?:[^/]+/)*";
      at += 3;
      continue;
    }
    isStart = character === "/";
    if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "[") {
      const not = /[!^]/.test(pattern.charAt(at + 1));
      const from = at + (not ? 2 : 1);
      const end = pattern.indexOf("]", from);
      if (end <= from) return false;
      source += `(?!/)[${not ? "^" : ""}${pattern.slice(from, end).replace(/[\\^[]/g, "\\$&")}]`;
      at = end;
    } else source += character.replace(/[.+(){}|^$\\]/g, "\\$&");
    at++;
  }
  return new RegExp(`^${source}$`, "su").test(path);
}

describe("a glob of the policy in the language of rulesets", () => {
  it.each<[string, readonly string[]]>([
    ["v*", ["refs/tags/v*"]],
    ["v?.[0-9]", ["refs/tags/v?.[0-9]"]],
    ["{v,release-}*", ["refs/tags/v*", "refs/tags/release-*"]],
    ["{a,b}/{c,d}", ["a/c", "a/d", "b/c", "b/d"].map((one) => `refs/tags/${one}`)],
    ["{a,a}", ["refs/tags/a"]],
    ["v[^0]*", ["refs/tags/v[!0]*"]],
    ["**", ["refs/tags/**/*"]],
    ["release/**", ["refs/tags/release", "refs/tags/release/**/*"]],
    ["a/**/**", ["refs/tags/a", "refs/tags/a/**/*"]],
    ["**/v1", ["refs/tags/**/v1"]],
    ["v**", ["refs/tags/v*"]],
  ])("%s is %j", (glob, patterns) => {
    expect(refPatterns(glob, "refs/tags/")).toEqual({ status: "said", patterns });
  });

  it.each(["v[]x]", "v[!]x]*", "v[^]-a]"])("%s cannot be said", (glob) => {
    expect(refPatterns(glob, "refs/tags/")).toMatchObject({
      status: "unsaid",
      reason: expect.stringContaining(JSON.stringify(glob)) as string,
    });
  });

  it("matches the same names at GitHub as it does here", () => {
    const part = fc.constantFrom(
      "a",
      "b",
      "v",
      "1",
      ".",
      "*",
      "**",
      "?",
      "[ab]",
      "[!a]",
      "[^a]",
      "/",
    );
    const braces = fc.constantFrom("", "{a,b}", "{v*,b/**}", "{**,a}");
    const glob = fc.tuple(
      fc.array(part, { maxLength: 5 }),
      braces,
      fc.array(part, { maxLength: 4 }),
    );
    const segment = fc
      .array(fc.constantFrom("a", "b", "v", "1"), { minLength: 1, maxLength: 3 })
      .map((characters) => characters.join(""));
    const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => all.join("/"));
    let hits = 0;
    fc.assert(
      fc.property(glob, name, ([before, between, after], ref) => {
        const written = [...before, between, ...after].join("");
        const compiled = compilePattern(written);
        if (!("pattern" in compiled)) return;
        const said = refPatterns(written, "refs/tags/");
        if (said.status !== "said") throw new Error(`${written} was not said`);
        const here = compiled.pattern.matches(ref);
        if (here) hits++;
        const there = said.patterns.some((pattern) => fnmatch(pattern, `refs/tags/${ref}`));
        expect({ written, ref, matches: there }).toEqual({ written, ref, matches: here });
      }),
      { numRuns: 5000 },
    );
    expect(hits).toBeGreaterThan(100);
  });

  it("is visibly held only by itself, or by what holds everything", () => {
    const tag = "refs/tags/v*";
    for (const include of [["~ALL"], ["refs/tags/**/*"], ["refs/tags/x", tag]])
      expect(visiblyHolds(include, tag)).toBe(true);
    for (const include of [[], ["refs/tags/*"], ["refs/heads/**/*"], ["~DEFAULT_BRANCH"]])
      expect(visiblyHolds(include, tag)).toBe(false);
    expect(visiblyHolds(["refs/heads/**/*"], "refs/heads/release/*")).toBe(true);
  });
});
