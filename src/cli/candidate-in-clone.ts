import type { Candidate, Stage } from "../domain/index.ts";
import { type Base, type Clone, findCommit, isRevision, tagsOf } from "./git/index.ts";

/** What somebody asks to have checked, as they wrote it. */
export interface Request {
  readonly ref: string;
  readonly base: string | null;
  readonly release: string | null;
  readonly stage: Stage;
}

/** The candidate with its base, or the one sentence that says why there is none and what to do. */
export type FoundCandidate =
  | { readonly status: "found"; readonly candidate: Candidate; readonly base: Base | null }
  | { readonly status: "refused"; readonly message: string };

/** Finds the commit that is asked for, and the release that it is to be. */
export async function findCandidate(clone: Clone, request: Request): Promise<FoundCandidate> {
  const found = await findCommit(clone.git, request.ref);
  if (!found) return refused(await noSuchCommit(clone, "--ref", request.ref));
  const base = request.base === null ? null : await findCommit(clone.git, request.base);
  if (request.base !== null && !base) {
    return refused(await noSuchCommit(clone, "--base", request.base));
  }
  const release = await releaseOf(clone, request, found.commit);
  if ("message" in release) return refused(release.message);
  return {
    status: "found",
    base: base && { commit: base.commit, name: request.base ?? "" },
    candidate: {
      kind: "commit",
      stage: request.stage,
      repository: clone.repository,
      commit: found.commit,
      tree: found.tree,
      release: release.name,
      pullRequest: null,
    },
  };
}

type Release = { readonly name: string | null } | { readonly message: string };

/** At the release stage the release is known: it is the tag that was given, or the commit's own. */
async function releaseOf(clone: Clone, request: Request, commit: string): Promise<Release> {
  const { release, stage } = request;
  if (release !== null && !isTagName(release)) {
    return {
      message: `${quoted(release)} cannot be a tag's name. Give --release one like v1.4.0.`,
    };
  }
  if (stage === "review") return { name: release };
  if (release === null) return ownTag(clone, request.ref, commit);
  const tagged = await findCommit(clone.git, `refs/tags/${release}`);
  if (tagged && tagged.commit !== commit) {
    const elsewhere = `The tag ${release} is on another commit than ${quoted(request.ref)}`;
    return { message: `${elsewhere}. Give --ref ${release} to check what was tagged.` };
  }
  return { name: release };
}

async function ownTag(clone: Clone, ref: string, commit: string): Promise<Release> {
  const tags = await tagsOf(clone.git, "--points-at", commit);
  const names = tags.map(({ name }) => name);
  const asked = ref.replace(/^refs\/tags\//, "");
  if (names.includes(asked)) return { name: asked };
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return { name: only };
  const seen = only === undefined ? "no tag" : `several tags (${names.join(", ")})`;
  return {
    message: `--stage release needs to know the release, and ${quoted(ref)} has ${seen}. Add --release TAG.`,
  };
}

async function noSuchCommit(clone: Clone, option: string, name: string): Promise<string> {
  if (!isRevision(name)) {
    return `${option} ${quoted(name)} cannot be a commit's name. Give a branch, a tag or a commit id.`;
  }
  if (name === "HEAD") return "The repository has no commit yet. Commit something first.";
  const remote = `origin/${name}`;
  const problem = `There is no commit ${quoted(name)} in this clone.`;
  if (await findCommit(clone.git, `refs/remotes/${remote}`)) {
    return `${problem} Did you mean ${option} ${remote}?`;
  }
  const fetch = clone.cutOffAt.size > 0 ? "git fetch --unshallow --tags" : "git fetch --tags";
  return `${problem} Check the spelling of ${option}, or run \`${fetch}\` first.`;
}

/** What git allows in a tag's name, near enough to catch a slip; a full ref is one. */
function isTagName(text: string): boolean {
  return isRevision(text) && !/[\s~^:?*[\\]|\.\.|@\{|\/$|^refs\//.test(text);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function refused(message: string): FoundCandidate {
  return { status: "refused", message };
}
