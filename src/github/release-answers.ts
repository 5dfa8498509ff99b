import { z } from "zod";
import type { Release } from "../application/index.ts";
import type { ReleaseAsset } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { refusalIn } from "./refusals.ts";
import { repositoryOf } from "./repository.ts";

const assetSchema = z.object({
  name: z.string(),
  size: z.number(),
  state: z.string(),
  digest: z.string().nullish(),
});

const releaseSchema = z.object({
  id: z.number(),
  tag_name: z.string(),
  target_commitish: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean().default(false),
  body: z.string().nullish(),
  published_at: z.string().nullable(),
  assets: z.array(assetSchema),
});

/** A release as REST tells of it: without what its tag points at. */
export type ReleaseAnswer = z.infer<typeof releaseSchema>;

/** Which release is wanted besides the newest. */
export interface AlsoWanted {
  readonly id?: number;
  readonly tag?: string;
}

/**
 * The newest hundred releases, and those that are wanted besides, where they are older: one request
 * and at most two more. https://docs.github.com/en/rest/releases/releases#list-releases
 */
export async function releaseAnswers(
  api: Api,
  repository: string,
  also: AlsoWanted,
): Promise<readonly ReleaseAnswer[]> {
  const newest = await api.rest(
    "GET /repos/{owner}/{repo}/releases",
    { ...repositoryOf(repository), per_page: 100 },
    z.array(releaseSchema),
  );
  const all = new Map(newest.map((release) => [release.id, release]));
  const add = (release: ReleaseAnswer | null) => release && all.set(release.id, release);
  if (also.id !== undefined && !all.has(also.id)) add(await releaseOf(api, repository, also.id));
  // Several drafts may carry the tag as well; that route knows the published one only.
  const isTagged = ({ tag_name: tag, draft }: ReleaseAnswer) => tag === also.tag && !draft;
  if (also.tag !== undefined && ![...all.values()].some(isTagged))
    add(await releaseTagged(api, repository, also.tag));
  return [...all.values()];
}

/** One release; null where it is gone. */
export function releaseOf(api: Api, repository: string, id: number): Promise<ReleaseAnswer | null> {
  return unlessGone(
    api.rest(
      "GET /repos/{owner}/{repo}/releases/{release_id}",
      { ...repositoryOf(repository), release_id: id },
      releaseSchema,
    ),
  );
}

function releaseTagged(api: Api, repository: string, tag: string): Promise<ReleaseAnswer | null> {
  return unlessGone(
    api.rest(
      "GET /repos/{owner}/{repo}/releases/tags/{tag}",
      { ...repositoryOf(repository), tag },
      releaseSchema,
    ),
  );
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (refusalIn(thrown)?.status === 404) return null;
    throw thrown;
  }
}

/** The release with what was found out about its tag. */
export function releaseFrom(
  answer: ReleaseAnswer,
  found: Pick<Release, "commit" | "remembers" | "shut">,
): Release {
  return {
    id: answer.id,
    tag: answer.tag_name,
    commit: found.commit,
    target: answer.target_commitish,
    draft: answer.draft,
    prerelease: answer.prerelease,
    immutable: answer.immutable,
    body: answer.body ?? "",
    publishedAt: answer.published_at,
    assets: answer.assets.map(assetOf),
    remembers: found.remembers,
    shut: found.shut,
  };
}

/** An asset whose upload broke off stays behind as `open`: nothing of it can be downloaded. */
function assetOf({ name, size, state, digest }: z.infer<typeof assetSchema>): ReleaseAsset {
  const sha256 = /^sha256:([0-9a-f]{64})$/i.exec(digest ?? "")?.[1]?.toLowerCase();
  return { name, size: state === "uploaded" ? size : 0, sha256: sha256 ?? null };
}
