import type { Clone } from "./clone.ts";
import { type Tag, tagsOf } from "./tags.ts";

/** What to look for: the newest release below a commit. */
export interface Search {
  readonly commit: string;
  /** The release being made; its tag is not the one before it. */
  readonly release: string | null;
  isRelease(tag: string): boolean;
}

/**
 * The nearest ancestor that carries a release's tag: of all such tags that no other one supersedes,
 * the one with the fewest commits between. A tag at the commit itself is the release being made.
 */
export async function nearestRelease(clone: Clone, search: Search): Promise<Tag | null> {
  const below = await tagsOf(clone.git, "--merged", search.commit);
  let candidates = below.filter(
    ({ name, commit }) =>
      commit !== search.commit && name !== search.release && search.isRelease(name),
  );
  const tips: Tag[] = [];
  for (let tip = await tipAmong(clone, candidates); tip; tip = await tipAmong(clone, candidates)) {
    tips.push(tip);
    const beside = await namesOf(clone, "--no-merged", tip);
    candidates = candidates.filter(({ name }) => beside.has(name));
  }
  return nearest(clone, tips, search.commit);
}

/** One of the tags that has none of the others above it. */
async function tipAmong(clone: Clone, candidates: readonly Tag[]): Promise<Tag | null> {
  let tip = candidates[0];
  while (tip) {
    const here: Tag = tip;
    const above = await namesOf(clone, "--contains", here);
    const next = candidates.find(({ name, commit }) => above.has(name) && commit !== here.commit);
    if (!next) return here;
    tip = next;
  }
  return null;
}

async function namesOf(
  clone: Clone,
  relation: "--contains" | "--no-merged",
  tag: Tag,
): Promise<ReadonlySet<string>> {
  const tags = await tagsOf(clone.git, relation, tag.commit);
  return new Set(tags.map(({ name }) => name));
}

async function nearest(clone: Clone, tips: readonly Tag[], commit: string): Promise<Tag | null> {
  let best: { readonly tag: Tag; readonly distance: number } | null = null;
  for (const tag of tips) {
    const distance = tips.length === 1 ? 0 : await commitsBetween(clone, tag.commit, commit);
    if (!best || distance < best.distance) best = { tag, distance };
  }
  return best?.tag ?? null;
}

async function commitsBetween(clone: Clone, from: string, to: string): Promise<number> {
  const count = await clone.git.read(["rev-list", "--count", to, `^${from}`, "--"]);
  return Number(count.toString("utf8"));
}
