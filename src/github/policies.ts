import { z } from "zod";
import { EvidenceUnavailable, type PoliciesInForce } from "../application/index.ts";
import type { PolicySource } from "../domain/index.ts";
import type { Api } from "./api.ts";
import {
  extendedIn,
  extendedPolicies,
  extendedSchema,
  MOST_EXTENDED,
  withExtended,
  type ExtendedAnswer,
} from "./extended-policies.ts";
import { TEXT } from "./file-entries.ts";
import type { PartialErrors } from "./partial-errors.ts";
import {
  changedPolicyOnDefaultBranch,
  defaultBranchSchema,
  otherRepositorySchema,
  policyOnDefaultBranch,
  sourceOf,
  type OtherRepository,
} from "./policy-source.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** The organisation's repository whose policy is a floor under every other. */
const ORGANISATION = ".github";

/** Which policies one read asks for, beside the repository's own. */
export interface PoliciesAsked {
  readonly repository: string;
  /** Those that were extended when it was read the last time. */
  readonly extended: readonly string[];
}

/**
 * The policies of other repositories, beside `repository`: the organisation's, unless the repository
 * is that one itself, and those that were extended the last time. `owner` and `path` stand for
 * variables.
 */
export function otherPolicies(
  { repository, extended }: PoliciesAsked,
  { owner, path }: { readonly owner: string; readonly path: string },
  variables: Variables,
): string {
  const organisation =
    repositoryOf(repository).repo.toLowerCase() === ORGANISATION
      ? ""
      : `organisation:repository(owner:${owner},name:"${ORGANISATION}",followRenames:false){nameWithOwner ${policyOnDefaultBranch(path)}}`;
  return `${organisation} ${extendedPolicies(extended, path, variables)}`;
}

/** Where they stand in an answer, for its schema. */
export const otherPoliciesSchema = { organisation: otherRepositorySchema, ...extendedSchema };

/** The answer to all of it. */
export interface PoliciesAnswer {
  readonly repository: {
    readonly nameWithOwner: string;
    readonly defaultBranchRef: z.infer<typeof defaultBranchSchema>;
  };
  readonly others: ExtendedAnswer & { readonly organisation?: OtherRepository };
  /** Those that were asked for, in the order of their places. */
  readonly extended: readonly string[];
  readonly errors: PartialErrors;
}

/**
 * The policies in force: what the organisation's extends, the organisation's, what the repository's
 * extends, the repository's. A policy that may not be read is a source that is `unreadable`; one that
 * is not there is none. (A private `.github` repository to which the App was not given access looks
 * like one that is not there: GitHub does not tell the two apart. One that is extended was named, and
 * is `unreadable`.) One more request for each policy that is extended since the last read.
 */
export async function policiesOf(api: Api, answer: PoliciesAnswer): Promise<PoliciesInForce> {
  const { repository, others, extended, errors } = answer;
  const { owner } = repositoryOf(repository.nameWithOwner);
  const { organisation } = others;
  const sources = [
    ...(organisation === undefined || errors.notFound(["organisation"])
      ? []
      : sourceOf(organisation?.nameWithOwner ?? `${owner}/${ORGANISATION}`, organisation, errors, [
          "organisation",
        ])),
    ...sourceOf(repository.nameWithOwner, repository, errors, ["repository"]),
  ];
  return {
    defaultBranch: repository.defaultBranchRef?.name ?? "",
    sources: await withExtended(api, sources, extendedIn(extended, others, errors)),
    ...changeIn(repository),
  };
}

/** The newest commit that changed the repository's own policy, as far as GitHub tells. */
function changeIn({
  defaultBranchRef,
}: PoliciesAnswer["repository"]): Pick<PoliciesInForce, "change"> {
  const nodes = defaultBranchRef?.target?.changed?.nodes;
  if (!nodes || nodes.includes(null)) return {};
  return { change: nodes[0]?.oid ?? null };
}

/** The repositories whose policies were extended when those of this one were read the last time. */
export function extendedBefore(
  repository: string,
  { policies }: Pick<Remembered, "policies">,
): readonly string[] {
  const { owner } = repositoryOf(repository);
  const itself = [repository, `${owner}/${ORGANISATION}`].map((name) => name.toLowerCase());
  const sources = policies.get(repository.toLowerCase())?.sources ?? [];
  return sources
    .map((source) => source.repository)
    .filter((name) => !itself.includes(name.toLowerCase()))
    .slice(-MOST_EXTENDED);
}

/**
 * The policies as they would stand if the repository's own were this one: the organisation's as it
 * was read the last time, with whatever they extend.
 */
export function asIfOwnWere(
  api: Api,
  repository: string,
  own: PolicySource | null,
  { policies }: Pick<Remembered, "policies">,
): Promise<readonly PolicySource[]> {
  const known = policies.get(repository.toLowerCase())?.sources ?? [];
  const { owner } = repositoryOf(repository);
  const organisation = known.filter(
    (source) =>
      source.repository.toLowerCase() === `${owner}/${ORGANISATION}`.toLowerCase() &&
      source.repository.toLowerCase() !== repository.toLowerCase(),
  );
  const sources = [...organisation, ...(own === null ? [] : [own])];
  return withExtended(api, sources, known);
}

/** The repositories of which it is remembered that their policies extend that of this one. */
export function extending(
  repository: string,
  { policies }: Pick<Remembered, "policies">,
): readonly string[] {
  const wanted = repository.toLowerCase();
  return policies.keys().filter((name) => {
    const extended = extendedBefore(name, { policies }).map((each) => each.toLowerCase());
    return name !== wanted && extended.includes(wanted);
  });
}

const answerSchema = z.object({
  repository: z
    .object({ nameWithOwner: z.string(), defaultBranchRef: defaultBranchSchema })
    .nullable(),
  ...otherPoliciesSchema,
});

/** Reads only the policies in force: one request, and one for each extended one. Gone: none. */
export async function readPolicies(
  api: Api,
  { repository, extended }: PoliciesAsked,
): Promise<PoliciesInForce> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const ownerVariable = variables.add("String!", owner);
  const name = variables.add("String!", repo);
  const path = variables.add("String!", POLICY_PATH);
  const others = otherPolicies({ repository, extended }, { owner: ownerVariable, path }, variables);
  const body = `query Policies${variables.declarations}{rateLimit{cost remaining} repository(owner:${ownerVariable},name:${name},followRenames:false){nameWithOwner ${changedPolicyOnDefaultBranch(path)}}${others}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [TEXT]), variables: variables.values },
    answerSchema,
  );
  if (data.repository === null) {
    if (errors.notFound(["repository"])) return { defaultBranch: "", sources: [] };
    throw new EvidenceUnavailable("forbidden", "GitHub does not let the App read the repository.");
  }
  return policiesOf(api, { repository: data.repository, others: data, extended, errors });
}
