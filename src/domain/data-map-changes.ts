import { inWords, type Declaration, type PlacedDeclaration } from "./data-map.ts";
import { secondsOf } from "./time.ts";

/** One thing that a data map says now and did not say before, in words: "new: `user.financial` for …". */
export interface DataMapChange extends PlacedDeclaration {
  readonly words: string;
}

/**
 * What is new in a data map: a category, a use, a subject, a recipient, a longer retention. Whatever
 * was removed, or is only called something else, is nothing new.
 */
export function dataMapChanges(
  before: readonly PlacedDeclaration[],
  now: readonly PlacedDeclaration[],
): readonly DataMapChange[] {
  const earlier = new Earlier(before, now);
  return now.flatMap((placed) =>
    newIn(placed.declaration, earlier).map((words) => ({ ...placed, words })),
  );
}

/** The declarations there were, found by what people recognise them by. */
class Earlier {
  readonly #byName: ReadonlyMap<string, readonly Declaration[]>;
  readonly #bySystemAndUse: ReadonlyMap<string, readonly Declaration[]>;
  /** Those whose name is gone now: renamed, moved to another system, or removed. By use. */
  readonly #goneByUse: ReadonlyMap<string, readonly Declaration[]>;

  constructor(before: readonly PlacedDeclaration[], now: readonly PlacedDeclaration[]) {
    const declarations = before.map(({ declaration }) => declaration);
    const present = new Set(now.map(({ declaration }) => nameKey(declaration)));
    const gone = declarations.filter((declaration) => !present.has(nameKey(declaration)));
    this.#byName = Map.groupBy(declarations, nameKey);
    this.#bySystemAndUse = Map.groupBy(declarations, systemAndUse);
    this.#goneByUse = Map.groupBy(gone, useKey);
  }

  /** What a declaration may have been before, the most likely ones first tried. */
  candidates(declaration: Declaration): readonly Declaration[] {
    const named = this.#byName.get(nameKey(declaration)) ?? [];
    if (named.length > 0) return named;
    const inSystem = this.#bySystemAndUse.get(systemAndUse(declaration)) ?? [];
    return [...inSystem, ...(this.#goneByUse.get(useKey(declaration)) ?? [])];
  }
}

/** Held against the earlier declaration that leaves the least new; all of it is new where there is none. */
function newIn(declaration: Declaration, earlier: Earlier): readonly string[] {
  let fewest: readonly string[] | null = null;
  for (const before of earlier.candidates(declaration).slice(0, MOST_CANDIDATES)) {
    const found = differences(before, declaration);
    if (fewest === null || found.length < fewest.length) fewest = found;
    if (found.length === 0) break;
  }
  return fewest ?? [`new: ${whole(declaration)}`];
}

/** Only a map that gives many declarations one name has more; then more may be called new than is. */
const MOST_CANDIDATES = 20;

function differences(before: Declaration, now: Declaration): readonly string[] {
  const kept = retention(before.retention, now.retention).map((words) => words + forUse(now));
  if (before.use !== now.use) return [`new use: ${whole(now)}`, ...kept];
  const news = (words: string, all: (declaration: Declaration) => readonly string[], show: Show) =>
    added(all(before), all(now)).map((one) => `${words} ${show(one)}${forUse(now)}`);
  return [
    ...news("new:", ({ categories }) => categories, code),
    ...news("newly about", ({ subjects }) => subjects, code),
    ...news("new recipient:", ({ recipients }) => recipients, inWords),
    ...kept,
  ];
}

type Show = (one: string) => string;

/** Everything that a declaration says about data, in one line. */
function whole(now: Declaration): string {
  const part = (words: string, all: readonly string[], show: Show) =>
    all.length === 0 ? "" : `${words}${all.map(show).join(", ")}`;
  const what = part("", now.categories, code) || "no stated category";
  const about = part(", about ", now.subjects, code);
  const to = part(", received by ", now.recipients, inWords);
  const kept = part(", kept for ", now.retention === null ? [] : [now.retention], inWords);
  return `${what}${forUse(now)}${about}${to}${kept}`;
}

function retention(before: string | null, now: string | null): readonly string[] {
  // What is no longer said is asked for by another requirement.
  if (now === null) return [];
  const change = `${before === null ? "not said" : inWords(before)} ─▶ ${inWords(now)}`;
  const seconds = secondsOf(now);
  const secondsBefore = before === null ? null : secondsOf(before);
  if (seconds !== null && secondsBefore !== null) {
    return seconds > secondsBefore ? [`kept longer: ${change}`] : [];
  }
  // Nobody can tell which of two texts is longer.
  return same(before) === same(now) ? [] : [`kept for another time: ${change}`];
}

function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const known = new Set(before.map(same));
  return now.filter((one) => !known.has(same(one)));
}

/** What the data is for, and where the map says so. */
function forUse({ use, system, name }: Declaration): string {
  const words = [system, name ?? ""].map(inWords).filter((word) => word !== "");
  const place = words.length === 0 ? "" : ` (${words.join(": ")})`;
  return ` for ${use === null ? "no stated use" : `\`${inWords(use)}\``}${place}`;
}

const code: Show = (key) => `\`${inWords(key)}\``;

const same = (text: string | null) => (text ?? "").replace(/\s+/g, " ").trim().toLowerCase();

const nameKey = ({ system, name }: Declaration) => JSON.stringify([same(system), same(name)]);

const useKey = ({ use }: Declaration) => use ?? "";

const systemAndUse = ({ system, use }: Declaration) => JSON.stringify([same(system), use ?? ""]);
