import { z } from "zod";
import type { Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { connection, type Connection } from "./pages.ts";
import { partly, read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";

/** What a ref or an annotated tag points at; a `Tag` without `target` is wrapped deeper still. */
export interface Target {
  readonly __typename: string;
  readonly oid: string;
  readonly target?: Target | undefined;
}

const plainSchema = z.object({ __typename: z.string(), oid: z.string() });
const onceSchema = plainSchema.extend({ target: plainSchema.optional() });
const twiceSchema = plainSchema.extend({ target: onceSchema.optional() });
const targetSchema: z.ZodType<Target> = plainSchema.extend({ target: twiceSchema.optional() });

/** Three tags around each other are unwrapped; nobody who means well makes even two. */
const TARGET =
  "__typename oid ...on Tag{target{__typename oid ...on Tag{target{__typename oid ...on Tag{target{__typename oid}}}}}}";

const refSchema = z.object({ name: z.string(), target: targetSchema.nullable() });

/** A ref by its name without the prefix. */
export type RefAnswer = z.infer<typeof refSchema>;

const answerSchema = z.object({
  repository: z.object({ refs: connection(refSchema).nullish() }).nullable(),
});

/** Every branch or tag; unreadable where there are more pages of a hundred than `mostPages`. */
export function everyRef(
  api: Api,
  repository: string,
  prefix: "refs/heads/" | "refs/tags/",
  mostPages: number,
): Promise<Reading<readonly RefAnswer[]>> {
  const what = prefix === "refs/tags/" ? "The tags" : "The branches";
  return partly(what, async () => {
    const reasons: string[] = [];
    const all = await everyPage(mostPages, async (after) => {
      const page = await pageOf(api, repository, prefix, after);
      if (typeof page !== "string") return page;
      reasons.push(page);
      return null;
    });
    if (all !== null) return read(all);
    return unreadable(reasons[0] ?? `${what} could not be read to their end.`);
  });
}

async function pageOf(
  api: Api,
  repository: string,
  prefix: string,
  after: string | null,
): Promise<Connection<RefAnswer> | string | null> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const order = prefix === "refs/tags/" ? ",orderBy:{field:TAG_COMMIT_DATE,direction:DESC}" : "";
  const list = `refs(refPrefix:${variables.add("String!", prefix)},first:100,after:${variables.add("String", after)}${order}){totalCount pageInfo{hasNextPage endCursor} nodes{name target{${TARGET}}}}`;
  const { data, errors } = await api.graphql(
    {
      document: `query Refs${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${list}}}`,
      variables: variables.values,
    },
    answerSchema,
  );
  return errors.reasonAt(["repository"], "Contents: read") ?? data.repository?.refs ?? null;
}
