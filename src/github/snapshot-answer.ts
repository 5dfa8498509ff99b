import { z } from "zod";
import { changesSchema } from "./changes.ts";
import { commitsSchema } from "./commits.ts";
import { connection } from "./pages.ts";
import { actorSchema } from "./persons.ts";
import { ownChecksSchema } from "./own-checks.ts";
import { historySchema } from "./plan-change.ts";
import { otherPoliciesSchema } from "./policies.ts";
import { defaultBranchSchema } from "./policy-source.ts";
import { releasesSchema } from "./releases.ts";
import { reviewsSchema } from "./reviews.ts";
import { timelineSchema } from "./timeline.ts";

const treeEntriesSchema = z
  .array(z.object({ name: z.string(), oid: z.string(), mode: z.number(), type: z.string() }))
  .nullish();

export type TreeEntries = z.infer<typeof treeEntriesSchema>;

/** A directory, with its entries where they were asked for. */
export const directorySchema = z
  .object({
    oid: z.string(),
    mode: z.number(),
    type: z.string(),
    object: z.object({ entries: treeEntriesSchema }).nullish(),
  })
  .nullable();

/** The head commit. The numbered aliases for paths stand beside these keys. */
const headSchema = z.looseObject({
  oid: z.string(),
  tree: z.object({ oid: z.string(), entries: treeEntriesSchema }),
  history: historySchema.nullish(),
  associatedPullRequests: connection(
    z.object({
      number: z.number(),
      state: z.string(),
      headRefOid: z.string(),
      mergeCommit: z.object({ oid: z.string() }).nullish(),
      baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
    }),
  ).nullish(),
  checkSuites: ownChecksSchema,
});

export type HeadAnswer = z.infer<typeof headSchema>;

/** The commit at which the range may begin, with its numbered aliases. */
const startSchema = z.looseObject({ oid: z.string() });

export type StartAnswer = z.infer<typeof startSchema>;

/** A commit of the pull request, reached through a list of one. */
const single = <T>(commit: z.ZodType<T>) =>
  z
    .object({ nodes: z.array(z.object({ commit: commit.nullable() }).nullable()).nullish() })
    .nullish();

export const commentSchema = z.object({
  fullDatabaseId: z.union([z.string(), z.number()]).nullable(),
  viewerDidAuthor: z.boolean(),
  author: actorSchema,
  body: z.string(),
});

export type CommentAnswer = z.infer<typeof commentSchema>;

export const labelSchema = z.object({ name: z.string() });

export const requestsSchema = z.object({
  nodes: z
    .array(
      z
        .object({
          requestedReviewer: z
            .object({
              __typename: z.string(),
              login: z.string().optional(),
              slug: z.string().optional(),
              organization: z.object({ login: z.string() }).optional(),
            })
            .nullable(),
        })
        .nullable(),
    )
    .nullish(),
});

const pullRequestSchema = z.object({
  id: z.string(),
  number: z.number(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  isCrossRepository: z.boolean(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  headRefName: z.string(),
  headRefOid: z.string(),
  changedFiles: z.number(),
  createdAt: z.string(),
  author: actorSchema,
  labels: connection(labelSchema).nullable(),
  reviews: reviewsSchema.nullable(),
  timelineItems: timelineSchema.nullish(),
  files: changesSchema.nullable(),
  commits: commitsSchema.nullish(),
  reviewRequests: requestsSchema.nullish(),
  comments: connection(commentSchema).nullish(),
  last: single(headSchema),
  firstOne: single(
    z.object({ parents: z.object({ nodes: z.array(startSchema.nullable()).nullish() }) }),
  ),
});

export type PullRequestAnswer = z.infer<typeof pullRequestSchema>;

const repositorySchema = z.object({
  id: z.string(),
  nameWithOwner: z.string(),
  url: z.string(),
  defaultBranchRef: defaultBranchSchema,
  releases: releasesSchema.nullish(),
  head: headSchema.nullish(),
  start: startSchema.nullish(),
});

/** The answer to the one read. Whatever may be refused by itself may be null by itself. */
export const snapshotSchema = z.object({
  repository: repositorySchema.extend({ pullRequest: pullRequestSchema.nullable() }).nullable(),
  ...otherPoliciesSchema,
});

/** The same for a commit that is no pull request's head. */
export const commitSchema = z.object({
  repository: repositorySchema.nullable(),
  ...otherPoliciesSchema,
});

export type SnapshotAnswer = z.infer<typeof snapshotSchema>;
export type RepositoryAnswer = z.infer<typeof repositorySchema> & {
  readonly pullRequest?: PullRequestAnswer | null;
};

/** The head commit, wherever it was asked for. */
export function headIn(repository: RepositoryAnswer): HeadAnswer | null {
  return repository.head ?? repository.pullRequest?.last?.nodes?.[0]?.commit ?? null;
}

/** The commit at which the range may begin, wherever it was asked for. */
export function startIn(repository: RepositoryAnswer): StartAnswer | null {
  const first = repository.pullRequest?.firstOne?.nodes?.[0]?.commit;
  return repository.start ?? first?.parents.nodes?.[0] ?? null;
}
