import { z } from "zod";
import { EvidenceUnavailable, type Refs } from "../application/index.ts";
import type { Instant, Pattern, Reading } from "../domain/index.ts";
import { Recent } from "../text/index.ts";
import type { Api, Answer } from "./api.ts";
import { mergeGroups } from "./merge-groups.ts";
import { policySince } from "./policy-since.ts";
import { canBeRefName, commitOfTag } from "./ref-names.ts";
import { read, unreadable } from "./readings.ts";
import { everyRef, type Target } from "./ref-lists.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";

/** Enough for 10,000 branches. */
const PAGES_OF_BRANCHES = 100;
const PAGES_OF_TAGS = 20;

/** Branches, tags and merge queues. `since` remembers when policies first stood. */
export function refs(api: Api, since = new Recent<Instant>(1_000)): Refs {
  return {
    branchHead: (repository, branch) => commitAt(api, repository, branch, `refs/heads/${branch}`),
    branches: (repository, patterns) => branches(api, repository, patterns),
    tagCommit: (repository, tag) => commitAt(api, repository, tag, commitOfTag(tag)),
    commitOf: (repository, object) => commitAt(api, repository, object, `${object}^{commit}`),
    tagsAt: (repository, commit) => tagsAt(api, repository, commit),
    mergeGroups: (repository, branch) => mergeGroups(api, repository, branch),
    policySince: async (repository) => {
      const key = repository.toLowerCase();
      const known = since.get(key) ?? (await policySince(api, repository));
      if (known !== null) since.set(key, known);
      return known;
    },
  };
}

const commitSchema = z.object({
  repository: z
    .object({ object: z.object({ __typename: z.string(), oid: z.string() }).nullable() })
    .nullable(),
});

async function commitAt(
  api: Api,
  repository: string,
  name: string,
  expression: string,
): Promise<string | null> {
  if (!canBeRefName(name)) return null;
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const object = `object(expression:${variables.add("String!", expression)}){__typename oid}`;
  const document = `query Ref${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${object}}}`;
  const answer = await api.graphql({ document, variables: variables.values }, commitSchema);
  throwUnlessReadable(answer);
  const found = answer.data.repository?.object;
  return found?.__typename === "Commit" ? found.oid : null;
}

/** That there is no such repository, or object, is an answer; everything else tells nothing. */
function throwUnlessReadable({ errors, data }: Answer<z.infer<typeof commitSchema>>): void {
  const types = errors.typesAt([]).filter((type) => type !== "NOT_FOUND");
  if (types.includes("FORBIDDEN"))
    throw new EvidenceUnavailable(
      "forbidden",
      "GitHub does not let the App read branches and tags. Check the permissions of its installation.",
    );
  if (types.length > 0 || (data.repository === null && !errors.notFound(["repository"])))
    throw new EvidenceUnavailable("unreachable", "GitHub could not answer for a branch or tag.");
}

async function branches(
  api: Api,
  repository: string,
  patterns: readonly Pattern[],
): Promise<readonly { readonly name: string; readonly head: string }[]> {
  if (patterns.length === 0) return [];
  const all = await everyRef(api, repository, "refs/heads/", PAGES_OF_BRANCHES);
  if (all.status !== "read")
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "The branches could not be read to their end.",
    );
  return all.value.flatMap(({ name, target }) =>
    target && patterns.some((pattern) => pattern.matches(name)) ? [{ name, head: target.oid }] : [],
  );
}

async function tagsAt(
  api: Api,
  repository: string,
  commit: string,
): Promise<Reading<readonly string[]>> {
  const all = await everyRef(api, repository, "refs/tags/", PAGES_OF_TAGS);
  if (all.status !== "read") return all;
  const tags = all.value.map(({ name, target }) => ({ name, object: innermost(target) }));
  if (tags.some(({ object }) => object?.__typename === "Tag"))
    return unreadable("A tag is wrapped in so many others that it is unclear where it leads.");
  return read(tags.filter(({ object }) => object?.oid === commit).map(({ name }) => name));
}

function innermost(target: Target | null): Target | null {
  return target?.target ? innermost(target.target) : target;
}
