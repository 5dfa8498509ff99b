import { z } from "zod";
import type { Change, Reading } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import { connection, wholeList, type Connection } from "./pages.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";

export const changesFrom = (after: string | null) =>
  `files(first:100${after === null ? "" : `,after:${after}`}){totalCount pageInfo{hasNextPage endCursor} nodes{path changeType}}`;

const changeSchema = z.object({
  path: z.string(),
  changeType: z.enum(["ADDED", "CHANGED", "COPIED", "DELETED", "MODIFIED", "RENAMED"]),
});

type ChangeAnswer = z.infer<typeof changeSchema>;

export const changesSchema = connection(changeSchema);

const KINDS = {
  ADDED: "added",
  COPIED: "added",
  MODIFIED: "modified",
  CHANGED: "modified",
  DELETED: "removed",
  RENAMED: "renamed",
} as const satisfies Record<string, Change["kind"]>;

/** Where a renamed file was, by where it is. */
export type Renames = ReadonlyMap<string, string>;

export interface PullRequestFiles {
  readonly id: string;
  readonly repository: string;
  readonly number: number;
  readonly head: string;
  readonly mergeBase: string;
  /** How many files GitHub says are changed. */
  readonly changedFiles: number;
}

/** What a pull request changes against its merge base, every page of it. */
export async function changesOf(
  api: Api,
  first: Connection<ChangeAnswer> | null,
  pullRequest: PullRequestFiles,
  remembered: Recent<Renames>,
): Promise<Reading<readonly Change[]>> {
  const answers = first && (await allChanges(api, first, pullRequest));
  // The list may end early without a word; the count tells.
  if (!answers || answers.length < pullRequest.changedFiles)
    return unreadable("The changed files could not be read to their end.");
  const renames = answers.some((answer) => answer.changeType === "RENAMED")
    ? await renamesOf(api, pullRequest, remembered)
    : new Map<string, string>();
  const changes = answers.map((answer) => ({
    path: answer.path,
    previousPath: renames.get(answer.path) ?? null,
    kind: KINDS[answer.changeType],
  }));
  return changes.some((change) => change.kind === "renamed" && change.previousPath === null)
    ? unreadable("GitHub does not tell where all renamed files were before.")
    : read(changes);
}

function allChanges(
  api: Api,
  first: Connection<ChangeAnswer>,
  pullRequest: PullRequestFiles,
): Promise<readonly ChangeAnswer[] | null> {
  return wholeList(api, first, {
    nodeId: pullRequest.id,
    type: "PullRequest",
    list: changesFrom,
    fragments: [],
    schema: changeSchema,
    head: pullRequest.head,
  });
}

const REST_PAGE = 100;

/** https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files: at most 3,000 files. */
const REST_PAGES = 30;

/** Only REST knows a renamed file's old path. */
async function renamesOf(
  api: Api,
  pullRequest: PullRequestFiles,
  remembered: Recent<Renames>,
): Promise<Renames> {
  const key = `${pullRequest.mergeBase}...${pullRequest.head}`;
  const known = remembered.get(key);
  if (known) return known;
  const renames = new Map<string, string>();
  for (let page = 1; page <= REST_PAGES; page += 1) {
    const files = await api.rest(
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
      {
        ...repositoryOf(pullRequest.repository),
        pull_number: pullRequest.number,
        per_page: REST_PAGE,
        page,
      },
      z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })),
    );
    for (const { filename, previous_filename } of files)
      if (previous_filename !== undefined) renames.set(filename, previous_filename);
    if (files.length < REST_PAGE) break;
  }
  remembered.set(key, renames);
  return renames;
}
