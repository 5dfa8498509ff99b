import { digestOf } from "../digest.ts";
import type { Release } from "../ports.ts";

/**
 * What the check run `portcullis/release` of a commit remembers of the releases there. Only the App
 * can write its check runs, so nobody else can make a release look as if it had passed.
 */
export interface Marks {
  /** Releases that were published and in order: what comes with time does not take them back. */
  readonly settled: readonly string[];
  /** By release id: the commit at which it had passed before its tag was moved. */
  readonly movedFrom: Readonly<Record<string, string>>;
}

const NOTHING: Marks = { settled: [], movedFrom: {} };

/** Reads what a check run remembers; whatever is not of this form is nothing. */
export function readMarks(remembers: string | null): Marks {
  const parts = (remembers ?? "").split(",").filter((part) => part !== "");
  return parts.reduce((marks: Marks, part) => {
    const settled = /^settled:([\w-]+)$/.exec(part)?.[1];
    if (settled !== undefined) return { ...marks, settled: [...marks.settled, settled] };
    const [, id, commit] = /^moved:(\d+):([0-9a-f]{40,64})$/.exec(part) ?? [];
    if (id === undefined || commit === undefined) return marks;
    return { ...marks, movedFrom: { ...marks.movedFrom, [id]: commit } };
  }, NOTHING);
}

export function writeMarks({ settled, movedFrom }: Marks): string {
  return [
    ...[...new Set(settled)].sort().map((mark) => `settled:${mark}`),
    ...Object.entries(movedFrom)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, commit]) => `moved:${id}:${commit}`),
  ].join(",");
}

/** What a release is, for being settled: its tag, its commit, its files. Its notes may change. */
export function markOf(release: Release): string {
  const { id, tag, commit, assets } = release;
  const files = assets
    .map(({ name, size, sha256 }) => [name, size, sha256])
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  return `${id}-${digestOf({ tag, commit, files }).slice("sha256:".length, 23)}`;
}

/** Whether a release was published and in order, and is still what it was then. */
export function isSettled(release: Release): boolean {
  return !release.draft && readMarks(release.remembers).settled.includes(markOf(release));
}

/** Settled, and the check says so: nothing is left to be looked at. */
export function isAtRest(release: Release): boolean {
  return isSettled(release) && !release.shut;
}
