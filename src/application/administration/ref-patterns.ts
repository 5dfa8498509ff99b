/** A glob of the policy as patterns of a ruleset, or why a ruleset cannot say it. */
export type RefPatterns =
  | { readonly status: "said"; readonly patterns: readonly string[] }
  | { readonly status: "unsaid"; readonly reason: string };

/**
 * Says one of our globs in the language of rulesets: Ruby's `File.fnmatch` with `FNM_PATHNAME`. It
 * has no braces, no `[^…]`, and takes `**` for "across folders" only before a slash.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#using-fnmatch-syntax
 * `prefix` is `refs/heads/` or `refs/tags/`; the glob is one that was checked before.
 */
export function refPatterns(glob: string, prefix: string): RefPatterns {
  // A `]` that stands first is a member for us, and the end of an empty set for Ruby.
  if (/\[[!^]?\]/.test(glob)) {
    const reason = `a ruleset cannot say ${JSON.stringify(glob)}: in it, a set cannot begin with "]"`;
    return { status: "unsaid", reason };
  }
  const patterns = alternatives(glob).flatMap(inRuby);
  return { status: "said", patterns: [...new Set(patterns.map((one) => prefix + one))] };
}

/** Every combination of `{one,two}`; braces were checked to be closed, and not nested. */
function alternatives(glob: string): readonly string[] {
  const [, before, inside, after] = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(glob) ?? [];
  if (before === undefined || inside === undefined || after === undefined) return [glob];
  return inside.split(",").flatMap((one) => alternatives(after).map((rest) => before + one + rest));
}

function inRuby(glob: string): readonly string[] {
  const segments = glob
    .split("/")
    .map((segment) =>
      segment === "**" ? segment : segment.replace(/\*+/g, "*").replaceAll("[^", "[!"),
    );
  while (segments.at(-1) === "**" && segments.at(-2) === "**") segments.pop();
  if (segments.at(-1) !== "**") return [segments.join("/")];
  // Ours matches the folder's own name too, and Ruby's `**` at the end is only a `*`.
  const before = segments.slice(0, -1);
  const below = [...before, "**", "*"].join("/");
  return before.length === 0 ? [below] : [...inRuby(before.join("/")), below];
}

/**
 * Whether a list of a ruleset's patterns visibly holds another pattern: it is in it, or something
 * in it holds everything. Whether one pattern holds another in general is not asked.
 */
export function visiblyHolds(include: readonly string[], wanted: string): boolean {
  const everything = wanted.startsWith("refs/tags/") ? "refs/tags/**/*" : "refs/heads/**/*";
  return ["~ALL", everything, wanted].some((pattern) => include.includes(pattern));
}
