import { z } from "zod";
import type { Commit, Person, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { connection, wholeList, type Connection, type ListPlace } from "./pages.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";
import { read, unreadable } from "./readings.ts";

/** Selects who made a commit, and where it stands; needs the fragment `Who` beside it. */
export const COMMIT = `fragment Made on Commit{id oid committedViaWeb committer{user{...Who}} authors(first:10){totalCount pageInfo{hasNextPage endCursor} nodes{user{...Who}}} parents(first:3){totalCount nodes{oid}}}`;

export const commitsFrom = (after: string | null, first = 100) =>
  `commits(first:${first}${after === null ? "" : `,after:${after}`}){totalCount pageInfo{hasNextPage endCursor} nodes{commit{...Made}}}`;

const authorsFrom = (after: string) =>
  `authors(first:100,after:${after}){totalCount pageInfo{hasNextPage endCursor} nodes{user{...Who}}}`;

const gitActorSchema = z.object({ user: actorSchema });

export const authorsSchema = connection(gitActorSchema);

const commitSchema = z.object({
  commit: z.object({
    id: z.string(),
    oid: z.string(),
    committedViaWeb: z.boolean(),
    committer: gitActorSchema.nullable(),
    authors: authorsSchema,
    parents: z.object({
      totalCount: z.number(),
      nodes: z.array(z.object({ oid: z.string() }).nullable()).nullish(),
    }),
  }),
});

export type CommitAnswer = z.infer<typeof commitSchema>["commit"];

export const commitsSchema = connection(commitSchema);

/** The account under which GitHub itself commits what people do on its web pages. */
const WEB_FLOW = "web-flow";

/** All commits of a pull request; null if not all could be read. */
export async function allCommits(
  api: Api,
  first: Connection<z.infer<typeof commitSchema>>,
  pullRequest: { readonly id: string; readonly head: string },
): Promise<readonly CommitAnswer[] | null> {
  const nodes = await wholeList(api, first, {
    nodeId: pullRequest.id,
    type: "PullRequest",
    list: commitsFrom,
    fragments: [WHO, COMMIT],
    schema: commitSchema,
    head: pullRequest.head,
  });
  return nodes?.map((node) => node.commit) ?? null;
}

/** All authors of a commit, each null whom GitHub cannot name; null if not all could be read. */
export async function allAuthors(
  api: Api,
  commit: { readonly id: string; readonly authors: z.infer<typeof authorsSchema> },
): Promise<readonly (Person | null)[] | null> {
  const place: ListPlace<z.infer<typeof gitActorSchema>> = {
    nodeId: commit.id,
    type: "Commit",
    list: authorsFrom,
    fragments: [WHO],
    schema: gitActorSchema,
  };
  const actors = await wholeList(api, commit.authors, place);
  return actors?.map((actor) => personOf(actor.user)) ?? null;
}

/**
 * Who made the commits of a pull request. A list that lacks the head is one that GitHub has not
 * brought up to date after a push: whoever pushed would be missing from it.
 */
export async function commitsOf(
  api: Api,
  answers: readonly CommitAnswer[] | null,
  head: string,
): Promise<Reading<readonly Commit[]>> {
  if (answers === null) return unreadable("The commits could not be read to their end.");
  if (!answers.some((answer) => answer.oid === head))
    return unreadable("GitHub has not taken in the latest push yet. It will be tried again.");
  const commits: Commit[] = [];
  for (const answer of answers) {
    const authors = await allAuthors(api, answer);
    if (authors === null) return unreadable("The authors of a commit could not all be read.");
    const committer = personOf(answer.committer?.user ?? null);
    commits.push({
      oid: answer.oid,
      authors: authors.length === 0 ? [null] : authors,
      committer: answer.committedViaWeb && committer?.login === WEB_FLOW ? null : committer,
      committedByGitHub: answer.committedViaWeb,
    });
  }
  return read(commits);
}
