import { z } from "zod";
import type { PolicySource } from "../domain/index.ts";
import { extendedBy } from "../policy/index.ts";
import type { Api } from "./api.ts";
import { TEXT } from "./file-entries.ts";
import type { PartialErrors } from "./partial-errors.ts";
import {
  otherRepositorySchema,
  policyOnDefaultBranch,
  sourceOf,
  type OtherRepository,
} from "./policy-source.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** More policies than this are not read below each other, the organisation's not counted. */
export const MOST_EXTENDED = 5;

const ALIASES = ["extended0", "extended1", "extended2", "extended3", "extended4"] as const;

/** Where the extended policies stand in an answer, for its schema. */
export const extendedSchema = Object.fromEntries(
  ALIASES.map((alias) => [alias, otherRepositorySchema]),
) as Record<(typeof ALIASES)[number], typeof otherRepositorySchema>;

export type ExtendedAnswer = Partial<Record<(typeof ALIASES)[number], OtherRepository>>;

/** The policies that others extend, beside `repository`; `path` stands for a variable. */
export function extendedPolicies(
  repositories: readonly string[],
  path: string,
  variables: Variables,
): string {
  return repositories
    .slice(0, MOST_EXTENDED)
    .map((repository, index) => {
      const { owner, repo } = repositoryOf(repository);
      const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
      return `extended${index}:repository(${where},followRenames:false){nameWithOwner ${policyOnDefaultBranch(path)}}`;
    })
    .join(" ");
}

/** What was found at the places of `extendedPolicies`, in the same order. */
export function extendedIn(
  repositories: readonly string[],
  answer: ExtendedAnswer,
  errors: PartialErrors,
): readonly PolicySource[] {
  return repositories.slice(0, MOST_EXTENDED).map((repository, index) => {
    const alias = ALIASES[index] ?? "extended0";
    return named(repository, answer[alias] ?? null, errors, alias);
  });
}

/**
 * The policies with whatever they extend, each above what it extends, and in the given order
 * otherwise. `known` was read together with them; what else is named is asked for, one request for
 * each further policy, and at most five of them. A circle ends where it closes; that it is one is
 * the interpretation's to say.
 */
export async function withExtended(
  api: Api,
  sources: readonly PolicySource[],
  known: readonly PolicySource[] = [],
): Promise<readonly PolicySource[]> {
  const found = new Map([...known, ...sources].map((source) => [keyOf(source), source]));
  const given = new Set(sources.map(keyOf));
  const seen = new Set<string>();
  const ordered: PolicySource[] = [];
  let extended = 0;
  const add = async (source: PolicySource): Promise<void> => {
    seen.add(keyOf(source));
    const wanted = extendedBy(source);
    if (wanted !== null && !seen.has(wanted.toLowerCase())) {
      if (!given.has(wanted.toLowerCase())) extended += 1;
      await add(
        extended > MOST_EXTENDED
          ? unreadable(wanted, `more than ${MOST_EXTENDED} policies extend each other`)
          : (found.get(wanted.toLowerCase()) ?? (await readExtended(api, wanted))),
      );
    }
    ordered.push(source);
  };
  for (const source of sources) if (!seen.has(keyOf(source))) await add(source);
  return ordered;
}

async function readExtended(api: Api, repository: string): Promise<PolicySource> {
  const variables = new Variables();
  const path = variables.add("String!", POLICY_PATH);
  const selection = extendedPolicies([repository], path, variables);
  const body = `query ExtendedPolicy${variables.declarations}{rateLimit{cost remaining} ${selection}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [TEXT]), variables: variables.values },
    z.object({ extended0: otherRepositorySchema }),
  );
  return named(repository, data.extended0 ?? null, errors, "extended0");
}

/**
 * Whoever names a policy counts on what it asks for: where it is not there, or something else stands
 * in its place, nobody can tell what that is. GitHub shows no repository that the App may not see.
 */
function named(
  repository: string,
  answer: OtherRepository,
  errors: PartialErrors,
  alias: string,
): PolicySource {
  if (errors.notFound([alias]))
    return unreadable(
      repository,
      "there is no such repository, or it is private and Portcullis is not installed there",
    );
  const [source] = sourceOf(answer?.nameWithOwner ?? repository, answer ?? null, errors, [alias]);
  if (source === undefined) return unreadable(repository, `there is no ${POLICY_PATH} in it`);
  // The name that was asked for is the one by which it is looked for; letter case does not count.
  if (source.repository.toLowerCase() !== repository.toLowerCase())
    return unreadable(repository, "the repository has another name now");
  if (source.entry.kind === "not-a-file")
    return unreadable(repository, `${POLICY_PATH} is no ordinary file there`);
  return source;
}

function unreadable(repository: string, reason: string): PolicySource {
  return { repository, path: POLICY_PATH, entry: { kind: "unreadable", oid: null, reason } };
}

function keyOf({ repository }: PolicySource): string {
  return repository.toLowerCase();
}
