import type { Git } from "./git.ts";

/** A tag that leads to a commit. */
export interface Tag {
  readonly name: string;
  /** The commit it leads to, through annotations. */
  readonly commit: string;
  /** Seconds since 1970: of the tagger, where the tag is annotated, else of the committer. */
  readonly time: number;
}

const FORMAT = [
  "%(refname)",
  "%(objectname)",
  "%(objecttype)",
  "%(*objectname)",
  "%(*objecttype)",
  "%(creatordate:unix)",
  "%(*committerdate:unix)",
].join("%00");

/** Which tags: those in a commit's history (itself included), with it in theirs, or at it. */
export type Relation = "--merged" | "--no-merged" | "--contains" | "--points-at";

/** The tags that stand so to a commit, newest first. Tags of anything but commits are left out. */
export async function tagsOf(
  git: Git,
  relation: Relation,
  commit: string,
): Promise<readonly Tag[]> {
  const args = ["for-each-ref", `--format=${FORMAT}`, `${relation}=${commit}`, "refs/tags"];
  const answer = await git.read(args);
  return answer.toString("utf8").split("\n").flatMap(parse).sort(newestFirst);
}

function parse(line: string): readonly Tag[] {
  const [ref = "", oid = "", type, peeled = "", peeledType, time, commitTime] = line.split("\0");
  const commit = type === "commit" ? oid : peeledType === "commit" ? peeled : null;
  if (commit === null) return [];
  // A tag without a tagger has no date of its own.
  const seconds = Number(time === "" ? commitTime : time);
  return [{ name: ref.replace(/^refs\/tags\//, ""), commit, time: seconds }];
}

/** Of tags of the same second the higher version comes first: v1.10.0, v1.9.0. */
function newestFirst(a: Tag, b: Tag): number {
  return b.time - a.time || b.name.localeCompare(a.name, "en", { numeric: true });
}
