import { z } from "zod";
import type { Release } from "../application/index.ts";
import type { Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { ownChecksSchema, publishedChecksOf } from "./own-checks.ts";
import type { PartialErrors } from "./partial-errors.ts";
import { read, unreadable } from "./readings.ts";
import { canBeRefName, commitOfTag } from "./ref-names.ts";
import type { ReleaseAnswer } from "./release-answers.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";

const RELEASE_CHECK = "portcullis/release";

/** A commit with our own run for its releases; a commit can have several suites of ours. */
const atCommit = (app: string) =>
  `fragment At on GitObject{__typename oid ...on Commit{own:checkSuites(first:5,filterBy:{appId:${app},checkName:"${RELEASE_CHECK}"}){nodes{checkRuns(first:1,filterBy:{checkName:"${RELEASE_CHECK}",checkType:LATEST}){nodes{id name status conclusion externalId startedAt completedAt}}}}}}`;

const objectSchema = z
  .object({ __typename: z.string(), oid: z.string(), own: ownChecksSchema })
  .nullish();

const answerSchema = z.object({
  repository: z.record(z.string(), objectSchema).nullable(),
});

type Found = Pick<Release, "commit" | "remembers" | "shut">;

/**
 * What each release's tag points at, or would on publishing, in one request. A tag that exists
 * decides, also where it leads to no commit: what its release ships is then no commit at all.
 */
export async function releaseCommits(
  api: Api,
  repository: string,
  releases: readonly ReleaseAnswer[],
  appId: number,
): Promise<Reading<ReadonlyMap<number, Found>>> {
  const asked = expressionsOf(releases);
  if (asked.length === 0) return read(new Map(releases.map(({ id }) => [id, NOTHING])));
  const { data, errors } = await ask(api, repository, asked, appId);
  const objects = new Map<string, z.infer<typeof objectSchema>>();
  for (const [index, expression] of asked.entries()) {
    const reason = reasonAt(errors, `o${index}`);
    if (reason !== null) return unreadable(reason);
    objects.set(expression, data.repository?.[`o${index}`]);
  }
  if (data.repository === null) return unreadable("GitHub did not give the repository.");
  return read(new Map(releases.map((release) => [release.id, foundFor(release, objects)])));
}

const NOTHING: Found = { commit: null, remembers: null, shut: false };

function expressionsOf(releases: readonly ReleaseAnswer[]): readonly string[] {
  const all = releases.flatMap((release) => [
    ...tagExpressions(release.tag_name),
    ...targetExpressions(release.target_commitish),
  ]);
  return [...new Set(all)];
}

function tagExpressions(tag: string): readonly string[] {
  return canBeRefName(tag) ? [`refs/tags/${tag}`, commitOfTag(tag)] : [];
}

/** The target is a branch or a commit: https://docs.github.com/en/rest/releases/releases#create-a-release */
function targetExpressions(target: string): readonly string[] {
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(target)) return [`${target}^{commit}`];
  return canBeRefName(target) ? [`refs/heads/${target}^{commit}`] : [];
}

async function ask(api: Api, repository: string, expressions: readonly string[], appId: number) {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const at = atCommit(variables.add("Int!", appId));
  const objects = expressions.map((expression, index) => {
    const fields = expression.endsWith("^{commit}") ? "...At" : "__typename oid";
    return `o${index}:object(expression:${variables.add("String!", expression)}){${fields}}`;
  });
  const body = `query ReleaseCommits${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${objects.join(" ")}}}`;
  const document = body.includes("...At") ? body + at : body;
  return api.graphql({ document, variables: variables.values }, answerSchema);
}

function reasonAt(errors: PartialErrors, alias: string): string | null {
  const path = ["repository", alias];
  return errors.notFound(path) ? null : errors.reasonAt(path, "Contents: read");
}

function foundFor(
  release: ReleaseAnswer,
  objects: ReadonlyMap<string, z.infer<typeof objectSchema>>,
): Found {
  const [tag = "", commit = ""] = tagExpressions(release.tag_name);
  const [target = ""] = targetExpressions(release.target_commitish);
  const found = objects.get(tag) ? objects.get(commit) : objects.get(target);
  if (found?.__typename !== "Commit") return NOTHING;
  const [run] = publishedChecksOf(found.own);
  // GitHub counts `neutral` as passing as well.
  const shut = run !== undefined && !["success", "neutral"].includes(run.conclusion ?? "");
  return { commit: found.oid, remembers: run?.remembers ?? null, shut };
}
