import type { Git } from "./git.ts";
import { findCommit } from "./objects.ts";

/** A tag that leads to a commit. */
export interface Tag {
  readonly name: string;
  /** The commit it leads to, through annotations. */
  readonly commit: string;
  /** Seconds since 1970: of the tagger, where the tag is annotated, else of the committer. 0: none. */
  readonly time: number;
}

const FORMAT = [
  "%(refname)",
  "%(objectname)",
  "%(objecttype)",
  "%(*objectname)",
  "%(*objecttype)",
  "%(creatordate:unix)",
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
  const lines = answer.toString("utf8").split("\n");
  const tags = await Promise.all(lines.map((line) => tagIn(git, line)));
  return tags.filter((tag) => tag !== null).sort(newestFirst);
}

async function tagIn(git: Git, line: string): Promise<Tag | null> {
  const [ref = "", oid = "", type, peeled = "", peeledType, time] = line.split("\0");
  const name = ref.replace(/^refs\/tags\//, "");
  const tag = { name, time: Number(time) };
  if (type === "commit") return { ...tag, commit: oid };
  if (peeledType === "commit") return { ...tag, commit: peeled };
  // A tag of a tag: rare, and older versions of git peel one layer only.
  const found = peeledType === "tag" ? await findCommit(git, peeled) : null;
  return found && { ...tag, commit: found.commit };
}

/** Of tags of the same second the higher version comes first: v1.10.0, v1.9.0. */
function newestFirst(a: Tag, b: Tag): number {
  return b.time - a.time || b.name.localeCompare(a.name, "en", { numeric: true });
}
