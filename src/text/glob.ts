/** A glob without braces, as the segments between its slashes. */
export type Glob = readonly Segment[];

/** `**` stands for any number of whole segments, none included. */
type Segment = "**" | readonly Token[];

type Token =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any-one" }
  | { readonly kind: "any-many" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly Range[] };

type Range = readonly [from: string, to: string];

const ANY_MANY: Token = { kind: "any-many" };

/** A glob in its parts, or null when a bracket is not closed, is empty, or runs backwards. */
export function readGlob(glob: string): Glob | null {
  const segments: Segment[] = [];
  for (const part of glob.split("/")) {
    const segment = part === "**" ? part : readTokens(Array.from(part));
    if (segment === null) return null;
    segments.push(segment);
  }
  return segments;
}

/**
 * Whether the whole candidate matches. Each segment of the one is held against each segment of
 * the other at most once, so that no glob, however made, takes more than their lengths' product.
 */
export function matchesGlob(glob: Glob, candidate: readonly string[]): boolean {
  let reached = withEmptyGlobstars(glob, new Set([0]));
  for (const segment of segmentsOf(candidate)) {
    const next = new Set<number>();
    for (const at of reached) {
      const wanted = glob[at];
      if (wanted === undefined) continue;
      if (wanted === "**") next.add(at);
      else if (matchesSegment(wanted, segment)) next.add(at + 1);
    }
    if (next.size === 0) return false;
    reached = withEmptyGlobstars(glob, next);
  }
  return reached.has(glob.length);
}

/** Where one can also stand because a `**` may stand for no segment at all. */
function withEmptyGlobstars(glob: Glob, reached: Set<number>): Set<number> {
  // A set hands out what is added while it is walked, so that ** after ** is skipped as well.
  for (const at of reached) if (glob[at] === "**") reached.add(at + 1);
  return reached;
}

function segmentsOf(candidate: readonly string[]): readonly (readonly string[])[] {
  const segments: string[][] = [[]];
  for (const character of candidate) {
    if (character === "/") segments.push([]);
    else segments.at(-1)?.push(character);
  }
  return segments;
}

/** On a mismatch only the last `*` needs to take one character more: earlier ones cannot help. */
function matchesSegment(tokens: readonly Token[], segment: readonly string[]): boolean {
  if (segment.length === 0) return tokens.length === 0;
  let token = 0;
  let at = 0;
  let afterStar = -1;
  let starTook = 0;
  while (at < segment.length) {
    const wanted = tokens[token];
    if (wanted?.kind === "any-many") {
      afterStar = ++token;
      starTook = at;
    } else if (wanted !== undefined && matchesOne(wanted, segment[at] ?? "")) {
      token++;
      at++;
    } else if (afterStar !== -1) {
      token = afterStar;
      at = ++starTook;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest.kind === "any-many");
}

function matchesOne(token: Token, character: string): boolean {
  switch (token.kind) {
    case "character":
      return token.character === character;
    case "class":
      return token.ranges.some(([from, to]) => within(character, from, to)) !== token.negated;
    case "any-one":
    case "any-many":
      return true;
  }
}

function within(character: string, from: string, to: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= (from.codePointAt(0) ?? 0) && code <= (to.codePointAt(0) ?? 0);
}

function readTokens(characters: readonly string[]): readonly Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*") {
      if (tokens.at(-1) !== ANY_MANY) tokens.push(ANY_MANY);
    } else if (character === "?") {
      tokens.push({ kind: "any-one" });
    } else if (character === "[") {
      const close = characters.indexOf("]", at + 2);
      const token = close === -1 ? null : readClass(characters.slice(at + 1, close));
      if (token === null) return null;
      tokens.push(token);
      at = close;
    } else {
      tokens.push({ kind: "character", character });
    }
  }
  return tokens;
}

function readClass(inside: readonly string[]): Token | null {
  const negated = inside[0] === "!" || inside[0] === "^";
  const members = negated ? inside.slice(1) : inside;
  if (members.length === 0 || members.includes("[")) return null;
  const ranges: Range[] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at] ?? "";
    const to = members[at + 1] === "-" ? members[at + 2] : undefined;
    if (to === undefined) {
      ranges.push([from, from]);
      continue;
    }
    if ((to.codePointAt(0) ?? 0) < (from.codePointAt(0) ?? 0)) return null;
    ranges.push([from, to]);
    at += 2;
  }
  return { kind: "class", negated, ranges };
}
