import { z } from "zod";
import {
  EvidenceUnavailable,
  type Done,
  type Release,
  type ReleaseDesk,
  type ReleaseEdit,
} from "../application/index.ts";
import type { Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { partly, read, unreadable } from "./readings.ts";
import { refusalIn, refused } from "./refusals.ts";
import {
  releaseAnswers,
  releaseFrom,
  releaseOf,
  type AlsoWanted,
  type ReleaseAnswer,
} from "./release-answers.ts";
import { releaseCommits } from "./release-commits.ts";
import { editIssue, openIssue, ownIssues } from "./release-issues.ts";
import { repositoryOf } from "./repository.ts";

/** Releases, and the issues about them, as the App of this number and name sees and writes them. */
export function releaseDesk(
  api: Api,
  app: { readonly appId: number; readonly appSlug: string },
): ReleaseDesk {
  return {
    releases: (repository, also = {}) =>
      partly("The releases", () => releases(api, repository, also, app.appId)),
    editRelease: (repository, release, edit) => editRelease(api, repository, release, edit),
    ownIssues: (repository, marker) => ownIssues(api, repository, marker, app.appSlug),
    openIssue: (repository, issue) => openIssue(api, repository, issue),
    editIssue: (repository, number, issue, state) =>
      editIssue(api, repository, number, issue, state),
  };
}

async function releases(
  api: Api,
  repository: string,
  also: AlsoWanted,
  appId: number,
): Promise<Reading<readonly Release[]>> {
  const answers = await releaseAnswers(api, repository, also);
  const commits = await releaseCommits(api, repository, answers, appId);
  if (commits.status !== "read") return commits;
  const all = answers.map((answer) => {
    const found = commits.value.get(answer.id);
    return found ? releaseFrom(answer, found) : null;
  });
  return all.includes(null)
    ? unreadable("GitHub did not tell what every tag points at.")
    : read(all.filter((release) => release !== null));
}

/** https://docs.github.com/en/rest/releases/releases#update-a-release */
async function editRelease(
  api: Api,
  repository: string,
  release: Release,
  edit: ReleaseEdit,
): Promise<Done> {
  try {
    const now = await releaseOf(api, repository, release.id);
    if (now === null) return { status: "gone" };
    // GitHub has no edit on a condition: what somebody did meanwhile would be undone.
    if (!isAsItWas(release, now))
      throw new EvidenceUnavailable("unexpected-answer", "The release changed while it was read.");
    const answer = await api.rest(
      "PATCH /repos/{owner}/{repo}/releases/{release_id}",
      { ...repositoryOf(repository), release_id: release.id, ...fieldsOf(release, edit) },
      z.object({ draft: z.boolean(), prerelease: z.boolean() }),
    );
    const isDone = (!edit.draft || answer.draft) && (!edit.prerelease || answer.prerelease);
    return isDone ? { status: "done" } : refused("GitHub left the release as it was.");
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal === null) throw thrown;
    if (refusal.status !== 404) return refused(refusal.words);
    if ((await releaseOf(api, repository, release.id)) === null) return { status: "gone" };
    return refused(
      `${refusal.words}, though the release is there: GitHub answers so where its commit changes workflows and the App lacks "Workflows: write".`,
    );
  }
}

function isAsItWas(release: Release, now: ReleaseAnswer): boolean {
  return (
    release.tag === now.tag_name &&
    release.target === now.target_commitish &&
    release.draft === now.draft &&
    release.body === (now.body ?? "")
  );
}

/**
 * A draft whose tag is not sent again loses it to `untagged-…`, whatever else is edited. A release
 * that stays published keeps it; there a resent tag could only undo a move that somebody makes at
 * the same moment.
 */
function fieldsOf(release: Release, edit: ReleaseEdit): Readonly<Record<string, unknown>> {
  const isDraft = release.draft || edit.draft === true;
  return isDraft
    ? { ...edit, tag_name: release.tag, target_commitish: release.target }
    : { ...edit };
}
