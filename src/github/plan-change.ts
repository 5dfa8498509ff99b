import { z } from "zod";
import type { LastChange, Person, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { approversOf } from "./approvers.ts";
import { allAuthors, authorsSchema } from "./commits.ts";
import { connection } from "./pages.ts";
import { actorSchema, personOf } from "./persons.ts";
import { read, unreadable } from "./readings.ts";
import { allReviews, reviewsFrom, reviewsSchema } from "./reviews.ts";

/**
 * The newest commit that changed a document, who made it, and how the pull requests through which
 * it came were reviewed. Needs the fragments `Who` and `Rev`; `$path` stands for the document.
 * https://docs.github.com/en/graphql/reference/objects#commit (associatedPullRequests: the merged
 * one that introduced the commit, open ones too while it is not on the default branch)
 */
export const lastChangeOf = (path: string) =>
  `history(path:${path},first:1){nodes{id oid signature{isValid signer{login databaseId}} authors(first:10){totalCount pageInfo{hasNextPage endCursor} nodes{user{...Who}}} associatedPullRequests(first:10){totalCount pageInfo{hasNextPage endCursor} nodes{id merged headRefOid author{...Who} baseRepository{nameWithOwner} ${reviewsFrom(null)}}}}}`;

const throughSchema = connection(
  z.object({
    id: z.string(),
    merged: z.boolean(),
    headRefOid: z.string(),
    author: actorSchema,
    baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
    reviews: reviewsSchema.nullable(),
  }),
);

export const historySchema = z.object({
  nodes: z
    .array(
      z
        .object({
          id: z.string(),
          oid: z.string(),
          signature: z
            .object({
              isValid: z.boolean(),
              signer: z.object({ login: z.string(), databaseId: z.number().nullable() }).nullable(),
            })
            .nullish(),
          authors: authorsSchema,
          associatedPullRequests: throughSchema.nullable(),
        })
        .nullable(),
    )
    .nullish(),
});

interface Signature {
  readonly isValid: boolean;
  readonly signer: { readonly databaseId: number | null } | null;
}

/** The newest change of the document; null when it has none, because there is no such document. */
export async function planChangeOf(
  api: Api,
  history: z.infer<typeof historySchema> | null | undefined,
  repository: string,
): Promise<Reading<LastChange | null>> {
  if (!history?.nodes) return unreadable("The plan's history could not be read.");
  const [commit] = history.nodes;
  if (commit === undefined) return read(null);
  const authors = commit && (await allAuthors(api, commit));
  const through = commit?.associatedPullRequests;
  if (!commit || !authors || !through?.nodes || through.pageInfo.hasNextPage)
    return unreadable("The plan's latest change could not be read.");
  const approvedBy = new Map<number, Person>();
  // A fork shares commits with us, but its pull requests and reviews are its own.
  const here = through.nodes
    .filter((pullRequest) => pullRequest !== null)
    .filter(({ baseRepository }) => baseRepository?.nameWithOwner === repository);
  for (const pullRequest of here) {
    if (!pullRequest.merged) continue;
    const reviews =
      pullRequest.reviews && (await allReviews(api, pullRequest.reviews, pullRequest));
    if (!reviews) return unreadable("The reviews of the plan's latest change could not be read.");
    for (const person of approversOf(reviews, pullRequest.headRefOid))
      approvedBy.set(person.id, person);
  }
  const vouched = authors.filter((author) => author !== null && isVouchedFor(author, commit, here));
  return read({ commit: commit.oid, authors: vouched, approvedBy: [...approvedBy.values()] });
}

/**
 * A commit says of itself who wrote it, and may say anything. GitHub vouches for an author who
 * signed the commit, or who opened the pull request through which it comes.
 */
function isVouchedFor(
  author: Person,
  { signature }: { readonly signature?: Signature | null | undefined },
  through: readonly { readonly author: z.infer<typeof actorSchema> }[],
): boolean {
  if (signature?.isValid && signature.signer?.databaseId === author.id) return true;
  return through.some((pullRequest) => personOf(pullRequest.author)?.id === author.id);
}
