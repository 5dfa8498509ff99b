import { z } from "zod";
import type { ArrivedPullRequest, Commit, Person, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { nameBots } from "./bots.ts";
import { allCommits, COMMIT, commitsFrom, commitsOf, commitsSchema } from "./commits.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";
import { read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { allReviews, REVIEW, reviewsFrom, reviewsSchema, type ReviewAnswer } from "./reviews.ts";
import { Variables, withFragments } from "./variables.ts";

const PULL_REQUESTS_A_REQUEST = 75;
/** GitHub counts what could come, not what does; further commits are read in pages. */
const COMMITS_AT_ONCE = 20;

const pullRequestSchema = z.object({
  id: z.string(),
  number: z.number(),
  mergedAt: z.string().nullable(),
  mergeCommit: z.object({ oid: z.string() }).nullable(),
  headRefOid: z.string(),
  author: actorSchema,
  reviews: reviewsSchema.nullable(),
  commits: commitsSchema,
});

type Answer = z.infer<typeof pullRequestSchema>;

/** A merged pull request with the commits that it had. */
export type Arrived = ArrivedPullRequest & { readonly commits: readonly string[] };

/**
 * Merged pull requests as they stood when they were merged: who made them, and who approved their
 * last commit by then. That does not change any more, so it is remembered.
 */
export async function arrivedPullRequests(
  api: Api,
  repository: string,
  numbers: readonly number[],
  remembered: Remembered,
): Promise<Reading<readonly Arrived[]>> {
  const keyOf = (number: number) => `${repository.toLowerCase()}#${number}`;
  const found: Arrived[] = [];
  const asked: number[] = [];
  for (const number of numbers) {
    const known = remembered.arrived.get(keyOf(number));
    if (known) found.push(known);
    else asked.push(number);
  }
  for (let start = 0; start < asked.length; start += PULL_REQUESTS_A_REQUEST) {
    const some = asked.slice(start, start + PULL_REQUESTS_A_REQUEST);
    const answers = await ask(api, repository, some);
    if (answers.status !== "read") return answers;
    for (const answer of answers.value) {
      const arrived = await arrivedOf(api, repository, answer, remembered);
      if (arrived.status !== "read") return arrived;
      remembered.arrived.set(keyOf(answer.number), arrived.value);
      found.push(arrived.value);
    }
  }
  return read(found);
}

async function ask(
  api: Api,
  repository: string,
  numbers: readonly number[],
): Promise<Reading<readonly Answer[]>> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const fields = `id number mergedAt mergeCommit{oid} headRefOid author{...Who} ${reviewsFrom(null)} ${commitsFrom(null, COMMITS_AT_ONCE)}`;
  const aliases = numbers.map(
    (number, index) => `p${index}:pullRequest(number:${variables.add("Int!", number)}){${fields}}`,
  );
  const body = `query Arrivals${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${aliases.join(" ")}}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [COMMIT, REVIEW, WHO]), variables: variables.values },
    z.object({ repository: z.record(z.string(), pullRequestSchema.nullable()).nullable() }),
  );
  const reason = errors.reasonAt(["repository"], "Pull requests: read");
  if (reason !== null) return unreadable(reason);
  const answers = numbers.map((_, index) => data.repository?.[`p${index}`] ?? null);
  return answers.every((answer) => answer !== null)
    ? read(answers)
    : unreadable("GitHub did not give all of the merged pull requests.");
}

async function arrivedOf(
  api: Api,
  repository: string,
  answer: Answer,
  remembered: Remembered,
): Promise<Reading<Arrived>> {
  const { number, headRefOid, mergedAt } = answer;
  const what = `Pull request ${number}, which was merged,`;
  const all = await allCommits(api, answer.commits, { id: answer.id, head: headRefOid });
  const commits = await commitsOf(api, all, headRefOid);
  if (commits.status !== "read")
    return unreadable(`${what} could not be read. ${reasonOf(commits)}`);
  const reviews = answer.reviews && (await allReviews(api, answer.reviews, { id: answer.id }));
  if (!reviews || mergedAt === null)
    return unreadable(`The reviews of pull request ${number} could not be read to their end.`);
  const approvedBy = approversOf(reviews, headRefOid, mergedAt);
  // Whether an App made a nameless commit matters only where somebody might have approved it.
  const named =
    approvedBy.length > 0
      ? await nameBots(api, { repository, number }, commits.value, remembered.bots)
      : commits.value;
  return read({
    number,
    mergedAs: answer.mergeCommit?.oid ?? null,
    madeBy: makersOf(named, personOf(answer.author)),
    unnamed: named.some(isNameless),
    approvedBy,
    commits: named.map(({ oid }) => oid),
  });
}

/** Whose latest decision before the merge approves the head that was merged. */
function approversOf(
  reviews: readonly ReviewAnswer[],
  head: string,
  mergedAt: string,
): readonly Person[] {
  const latest = new Map<number, ReviewAnswer>();
  for (const review of reviews.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const author = personOf(review.author);
    if (author && timeOf(review) <= Date.parse(mergedAt)) latest.set(author.id, review);
  }
  return [...latest.values()]
    .filter((review) => review.state === "APPROVED" && review.commit?.oid === head)
    .flatMap((review) => personOf(review.author) ?? []);
}

/** Everyone who opened it, or made one of its commits. */
export function makersOf(commits: readonly Commit[], opener: Person | null): readonly Person[] {
  const makers = new Map<number, Person>();
  const all = commits.flatMap(({ authors, committer }) => [...authors, committer]);
  for (const person of [opener, ...all]) if (person) makers.set(person.id, person);
  return [...makers.values()];
}

/** Whether GitHub cannot name somebody who made a commit. */
export function isNameless({ authors, committer, committedByGitHub }: Commit): boolean {
  return authors.includes(null) || (committer === null && !committedByGitHub);
}

function reasonOf(reading: Reading<unknown>): string {
  return reading.status === "unreadable" ? reading.reason : "";
}

/** Without a time it is later than any merge. */
function timeOf({ submittedAt }: ReviewAnswer): number {
  return submittedAt === null ? Infinity : Date.parse(submittedAt);
}
