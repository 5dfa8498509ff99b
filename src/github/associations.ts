import { z } from "zod";
import type { Reading } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";

const COMMITS_A_REQUEST = 100;

const associatedSchema = z
  .object({
    associatedPullRequests: z
      .object({
        nodes: z
          .array(
            z
              .object({
                number: z.number(),
                merged: z.boolean(),
                baseRepository: z.object({ nameWithOwner: z.string() }).nullable(),
              })
              .nullable(),
          )
          .nullish(),
      })
      .nullish(),
  })
  .nullish();

const answerSchema = z.object({ repository: z.record(z.string(), associatedSchema).nullable() });

/**
 * The merged pull requests of the repository that GitHub associates with each commit; none for one
 * that was pushed. How a commit came does not change any more, so it is remembered; that it came
 * through none is not: GitHub associates a while after merging.
 * https://docs.github.com/en/graphql/reference/objects#commit (associatedPullRequests)
 */
export async function mergedWith(
  api: Api,
  repository: string,
  oids: readonly string[],
  remembered: Recent<readonly number[]>,
): Promise<Reading<ReadonlyMap<string, readonly number[]>>> {
  const keyOf = (oid: string) => `${repository.toLowerCase()}@${oid}`;
  const found = new Map<string, readonly number[]>();
  for (const oid of oids) {
    const known = remembered.get(keyOf(oid));
    if (known) found.set(oid, known);
  }
  const asked = oids.filter((oid) => !found.has(oid));
  for (let start = 0; start < asked.length; start += COMMITS_A_REQUEST) {
    const some = asked.slice(start, start + COMMITS_A_REQUEST);
    const numbers = await ask(api, repository, some);
    if (numbers.status !== "read") return numbers;
    for (const [index, oid] of some.entries()) {
      const merged = numbers.value[index] ?? [];
      found.set(oid, merged);
      if (merged.length > 0) remembered.set(keyOf(oid), merged);
    }
  }
  return read(found);
}

async function ask(
  api: Api,
  repository: string,
  oids: readonly string[],
): Promise<Reading<readonly (readonly number[])[]>> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const aliases = oids.map(
    (oid, index) =>
      `c${index}:object(oid:${variables.add("GitObjectID!", oid)}){...on Commit{associatedPullRequests(first:10){nodes{number merged baseRepository{nameWithOwner}}}}}`,
  );
  const document = `query Associations${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${aliases.join(" ")}}}`;
  const { data, errors } = await api.graphql(
    { document, variables: variables.values },
    answerSchema,
  );
  const reason = errors.reasonAt(["repository"], "Pull requests: read");
  if (reason !== null) return unreadable(reason);
  const { repository: answer } = data;
  if (answer === null) return unreadable("GitHub did not give the repository.");
  const numbers = oids.map((_, index) => {
    const nodes = answer[`c${index}`]?.associatedPullRequests?.nodes;
    return nodes?.flatMap((node) =>
      node?.merged && node.baseRepository?.nameWithOwner.toLowerCase() === repository.toLowerCase()
        ? [node.number]
        : [],
    );
  });
  return numbers.every((each) => each !== undefined)
    ? read(numbers)
    : unreadable("GitHub did not give all of the commits.");
}
