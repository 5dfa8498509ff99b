import { z } from "zod";
import type { PolicyPullRequest, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { approversOf } from "./approvers.ts";
import { isNameless, makersOf } from "./arrived.ts";
import { nameBots } from "./bots.ts";
import { allCommits, COMMIT, commitsFrom, commitsOf, commitsSchema } from "./commits.ts";
import { ENTRY, entryOf, entrySchema } from "./file-entries.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";
import type { PolicyVersionFound } from "./policy-versions.ts";
import { read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { allReviews, REVIEW, reviewsFrom, reviewsSchema } from "./reviews.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

const PULL_REQUESTS_A_REQUEST = 50;
const COMMITS_AT_ONCE = 20;

const pullRequestSchema = z.object({
  id: z.string(),
  number: z.number(),
  headRefOid: z.string(),
  author: actorSchema,
  reviews: reviewsSchema.nullable(),
  commits: commitsSchema,
});

const headSchema = z.object({ policy: entrySchema.optional() });

type Through = NonNullable<PolicyVersionFound["through"]>;

/**
 * The merged pull requests that brought versions of the policy, by number: who made them, and who
 * approves their last commit as of now. One request for each fifty.
 */
export async function policyPullRequests(
  api: Api,
  repository: string,
  versions: readonly PolicyVersionFound[],
  remembered: Remembered,
): Promise<Reading<ReadonlyMap<number, PolicyPullRequest>>> {
  const brought = versions.filter((version) => version.through !== null);
  const found = new Map<number, PolicyPullRequest>();
  for (let start = 0; start < brought.length; start += PULL_REQUESTS_A_REQUEST) {
    const some = brought.slice(start, start + PULL_REQUESTS_A_REQUEST);
    const answers = await ask(
      api,
      repository,
      some.flatMap(({ through }) => through ?? []),
    );
    if (answers.status !== "read") return answers;
    for (const [index, { pullRequest, policy }] of answers.value.entries()) {
      const one = await pullRequestOf(api, repository, pullRequest, remembered);
      if (one.status !== "read") return one;
      const left = some[index]?.left.entry;
      const leftIt = left !== undefined && idOf(left) === policy;
      found.set(pullRequest.number, { ...one.value, leftIt });
    }
  }
  return read(found);
}

interface Answer {
  readonly pullRequest: z.infer<typeof pullRequestSchema>;
  /** The id of the policy's file at the head; null: there is none. */
  readonly policy: string | null;
}

async function ask(
  api: Api,
  repository: string,
  asked: readonly Through[],
): Promise<Reading<readonly Answer[]>> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const path = variables.add("String!", POLICY_PATH);
  const fields = `id number headRefOid author{...Who} ${reviewsFrom(null)} ${commitsFrom(null, COMMITS_AT_ONCE)}`;
  const aliases = asked.map(
    ({ number, head }, index) =>
      `p${index}:pullRequest(number:${variables.add("Int!", number)}){${fields}} h${index}:object(oid:${variables.add("GitObjectID!", head)}){...on Commit{policy:file(path:${path}){...Entry}}}`,
  );
  const body = `query PolicyPullRequests${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${aliases.join(" ")}}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [COMMIT, REVIEW, WHO, ENTRY]), variables: variables.values },
    z.object({ repository: z.record(z.string(), z.unknown()).nullable() }),
  );
  const reason = errors.reasonAt(["repository"], "Pull requests: read");
  if (reason !== null) return unreadable(reason);
  const answers: Answer[] = [];
  for (const [index, { head }] of asked.entries()) {
    const pullRequest = pullRequestSchema.safeParse(data.repository?.[`p${index}`]);
    const at = headSchema.safeParse(data.repository?.[`h${index}`]);
    if (!pullRequest.success || !at.success || pullRequest.data.headRefOid !== head)
      return unreadable("GitHub did not give the pull requests that changed the policy.");
    answers.push({ pullRequest: pullRequest.data, policy: idOf(entryOf(at.data.policy ?? null)) });
  }
  return read(answers);
}

async function pullRequestOf(
  api: Api,
  repository: string,
  answer: Answer["pullRequest"],
  remembered: Remembered,
): Promise<Reading<Omit<PolicyPullRequest, "leftIt">>> {
  const { id, number, headRefOid } = answer;
  const what = `Pull request ${number}, which changed the policy,`;
  const all = await allCommits(api, answer.commits, { id, head: headRefOid });
  const commits = await commitsOf(api, all, headRefOid);
  if (commits.status !== "read") return unreadable(`${what} could not be read.`);
  const reviews = answer.reviews && (await allReviews(api, answer.reviews, { id }));
  if (!reviews) return unreadable(`The reviews of pull request ${number} could not all be read.`);
  const approvedBy = approversOf(reviews, headRefOid).filter(({ bot }) => !bot);
  // Whether an App made a nameless commit matters only where somebody might have approved it.
  const named =
    approvedBy.length > 0
      ? await nameBots(api, { repository, number }, commits.value, remembered.bots)
      : commits.value;
  return read({
    number,
    madeBy: makersOf(named, personOf(answer.author)),
    unnamed: named.some(isNameless),
    approvedBy,
  });
}

function idOf(entry: object): string | null {
  return "oid" in entry && typeof entry.oid === "string" ? entry.oid : null;
}
