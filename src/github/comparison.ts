import { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { Change, Reading } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import { statusOf } from "./failures.ts";
import { read } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { treeChanges } from "./tree-changes.ts";

export interface Between {
  readonly repository: string;
  readonly from: string;
  readonly to: string;
}

/** How one commit came out of another. Two commits never change, so it may be remembered. */
export interface Comparison {
  /** Whether `from` is an ancestor of `to`, or is that very commit. */
  readonly isAncestor: boolean;
  /** Where the two parted: `from` itself, if it is an ancestor. */
  readonly mergeBase: string;
  /** Every file that differs between the merge base and `to`. */
  readonly changes: Reading<readonly Change[]>;
}

/** GitHub lists no more files, and does not say that there are. */
const MOST_FILES = 300;

const treeSchema = z.object({ tree: z.object({ sha: z.string() }) });

const answerSchema = z.object({
  status: z.enum(["ahead", "behind", "diverged", "identical"]),
  merge_base_commit: z.object({ sha: z.string(), commit: treeSchema }),
  commits: z.array(z.object({ sha: z.string(), commit: treeSchema })),
  files: z
    .array(
      z.object({
        filename: z.string(),
        status: z.enum([
          "added",
          "removed",
          "modified",
          "renamed",
          "copied",
          "changed",
          "unchanged",
        ]),
        previous_filename: z.string().optional(),
      }),
    )
    .default([]),
});

const KINDS = {
  added: "added",
  copied: "added",
  removed: "removed",
  modified: "modified",
  changed: "modified",
  unchanged: "modified",
  renamed: "renamed",
} as const satisfies Record<string, Change["kind"]>;

/**
 * Compares two commits: one request, and two more where more files differ than GitHub lists.
 * `unrelated`: the two share no history, or one of them is gone.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function compared(
  api: Api,
  between: Between,
  remembered: Recent<Comparison>,
): Promise<Comparison | "unrelated"> {
  const key = `${between.repository.toLowerCase()}:${between.from}...${between.to}`;
  const known = remembered.get(key);
  if (known) return known;
  const answer = await ask(api, between);
  if (answer === null) return "unrelated";
  const mergeBase = answer.merge_base_commit;
  const comparison: Comparison = {
    isAncestor: answer.status === "ahead" || answer.status === "identical",
    mergeBase: mergeBase.sha,
    changes:
      answer.files.length < MOST_FILES
        ? read(answer.files.map(changeOf))
        : await treeChanges(api, between.repository, mergeBase.commit.tree.sha, between.to),
  };
  if (comparison.changes.status === "read") remembered.set(key, comparison);
  return comparison;
}

async function ask(api: Api, between: Between): Promise<z.infer<typeof answerSchema> | null> {
  try {
    return await api.rest(
      "GET /repos/{owner}/{repo}/compare/{basehead}",
      {
        ...repositoryOf(between.repository),
        basehead: `${between.from}...${between.to}`,
        per_page: 1,
      },
      answerSchema,
    );
  } catch (thrown) {
    if (thrown instanceof EvidenceUnavailable && statusOf(thrown.cause) === 404) return null;
    throw thrown;
  }
}

function changeOf(file: z.infer<typeof answerSchema>["files"][number]): Change {
  const { filename, status, previous_filename } = file;
  return { path: filename, previousPath: previous_filename ?? null, kind: KINDS[status] };
}
