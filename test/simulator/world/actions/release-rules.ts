import { peel, resolveCommit, resolveName } from "../../rest/git-names.ts";
import { entryAt } from "../../git/trees.ts";
import { Refused } from "../refused.ts";
import type { Release } from "../releases.ts";
import type { Repository } from "../repositories.ts";

/** https://docs.github.com/en/rest/releases/releases: longer notes are refused. */
const longestBody = 125_000;

/** Refuses notes that are too long. */
export function checkText(fields: { readonly body?: string | null }): void {
  if ((fields.body ?? "").length <= longestBody) return;
  const message = `body is too long (maximum is ${longestBody} characters)`;
  throw new Refused(422, "Validation Failed", [
    { resource: "Release", code: "custom", field: "body", message },
  ]);
}

/** Refuses to publish under a name that is taken or burnt, or where the target leads nowhere. */
export function checkPublishable(release: Release): void {
  const { repository, tagName } = release;
  const others = repository.releases.filter((one) => one !== release && !one.draft);
  if (others.some((one) => one.tagName === tagName)) {
    throw new Refused(422, "Validation Failed", [
      { resource: "Release", code: "already_exists", field: "tag_name" },
    ]);
  }
  if (repository.burntTags.has(tagName)) {
    const message = "tag_name was used by an immutable release";
    throw new Refused(422, "Validation Failed", [
      { resource: "Release", code: "custom", field: "tag_name", message },
    ]);
  }
  if (!repository.refs.has(`refs/tags/${tagName}`) && targetOf(release) === undefined) {
    throw new Refused(422, "Validation Failed", [
      { resource: "Release", code: "invalid", field: "target_commitish" },
      { resource: "Release", code: "custom", message: "Published releases must have a valid tag" },
    ]);
  }
}

/** The commit that a release's tag is made at where there is none: a branch's, or a full id's. */
export function targetOf(release: Release): string | undefined {
  const { repository, targetCommitish: target } = release;
  const branch = repository.refs.get(`refs/heads/${target}`);
  if (branch !== undefined) return branch;
  if (!/^[0-9a-f]{40}$/.test(target)) return undefined;
  return repository.objects.get(target)?.type === "commit" ? target : undefined;
}

/**
 * Whether the commit that a release stands for has other workflows than the default branch: then
 * GitHub wants `workflows: write` of an App that writes the release.
 * https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
export function changesWorkflows(release: { repository: Repository } & ReleaseTarget): boolean {
  const { repository, tagName, target } = release;
  const tagged = peel(repository, resolveName(repository, `refs/tags/${tagName}`));
  const commit = tagged?.oid ?? resolveCommit(repository, target);
  const trunk = resolveCommit(repository, "HEAD");
  if (commit === undefined || trunk === undefined) return false;
  const { objects } = repository;
  const workflows = (oid: string): string | undefined =>
    entryAt(objects, objects.read("commit", oid).tree, ".github/workflows")?.oid;
  return workflows(commit) !== workflows(trunk);
}

interface ReleaseTarget {
  readonly tagName: string;
  readonly target: string;
}

/** What an immutable release answers to a change of itself, or of its files. */
export function frozen(what: "state" | "files"): Refused {
  const message =
    what === "state"
      ? "state cannot be changed when release is immutable"
      : "Cannot change the assets of an immutable release.";
  return new Refused(422, message);
}
