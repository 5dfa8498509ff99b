import { z } from "zod";
import type { PublishedCheck } from "../application/index.ts";

/** Our own newest check runs at a commit; `$app` stands for the App's id. */
export const ownChecks = (app: string) =>
  `checkSuites(first:20,filterBy:{appId:${app}}){nodes{checkRuns(first:100,filterBy:{checkType:LATEST}){nodes{id name status conclusion externalId startedAt completedAt}}}}`;

const runSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  externalId: z.string().nullable(),
  startedAt: z.string().nullish(),
  completedAt: z.string().nullish(),
});

export const ownChecksSchema = z
  .object({
    nodes: z
      .array(
        z
          .object({
            checkRuns: z.object({ nodes: z.array(runSchema.nullable()).nullish() }).nullable(),
          })
          .nullable(),
      )
      .nullish(),
  })
  .nullish();

/**
 * The newest run of each name, sorted by name. `LATEST` holds within a suite only, and a commit can have several
 * suites: https://docs.github.com/en/graphql/reference/enums#checkruntype
 */
export function publishedChecksOf(
  suites: z.infer<typeof ownChecksSchema>,
): readonly PublishedCheck[] {
  const runs = (suites?.nodes ?? [])
    .flatMap((suite) => suite?.checkRuns?.nodes ?? [])
    .filter((run) => run !== null)
    .sort((a, b) => timeOf(a) - timeOf(b));
  const newest = new Map(runs.map((run) => [run.name, run]));
  return [...newest.values()]
    .map((run) => ({
      id: run.id,
      name: run.name,
      completed: run.status === "COMPLETED",
      conclusion: run.conclusion?.toLowerCase() ?? null,
      ...identityOf(run.externalId),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Our external ids are the digest of what a run shows and, after a space, what it remembers. */
export function remembersOf(externalId: string | null): string | null {
  const at = externalId?.indexOf(" ") ?? -1;
  return at < 0 ? null : (externalId?.slice(at + 1) ?? null);
}

function identityOf(written: string | null): Pick<PublishedCheck, "externalId" | "remembers"> {
  return { externalId: written?.split(" ")[0] ?? null, remembers: remembersOf(written) };
}

function timeOf(run: z.infer<typeof runSchema>): number {
  return Date.parse(run.startedAt ?? run.completedAt ?? "") || 0;
}
