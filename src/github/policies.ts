import { z } from "zod";
import { EvidenceUnavailable, type PoliciesInForce } from "../application/index.ts";
import type { PolicySource } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { TEXT, textEntryOf, textEntrySchema } from "./file-entries.ts";
import type { PartialErrors, Path } from "./partial-errors.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** The organisation's repository whose policy is a floor under every other. */
const ORGANISATION = ".github";

/** The default branch with the policy on it; needs the fragment `Text`. */
export const policyOnDefaultBranch = (path: string) =>
  `defaultBranchRef{name target{oid ...on Commit{policy:file(path:${path}){...Text}}}}`;

export const defaultBranchSchema = z
  .object({
    name: z.string(),
    target: z.object({ oid: z.string(), policy: textEntrySchema.optional() }).nullable(),
  })
  .nullable();

/** The organisation's policy, beside `repository`; "" where the repository is that one itself. */
export function organisationsPolicy(repository: string, owner: string, path: string): string {
  if (repositoryOf(repository).repo.toLowerCase() === ORGANISATION) return "";
  return `organisation:repository(owner:${owner},name:"${ORGANISATION}",followRenames:false){nameWithOwner ${policyOnDefaultBranch(path)}}`;
}

export const organisationSchema = z
  .object({ nameWithOwner: z.string(), defaultBranchRef: defaultBranchSchema })
  .nullish();

export interface PoliciesAnswer {
  readonly repository: {
    readonly nameWithOwner: string;
    readonly defaultBranchRef: z.infer<typeof defaultBranchSchema>;
  };
  readonly organisation?: z.infer<typeof organisationSchema>;
}

/**
 * The policies in force, the organisation's first. A policy that may not be read is a source that
 * is `unreadable`; one that is not there is none. (A private `.github` repository to which the App
 * was not given access looks like one that is not there: GitHub does not tell the two apart.)
 */
export function policiesOf(answer: PoliciesAnswer, errors: PartialErrors): PoliciesInForce {
  const { owner } = repositoryOf(answer.repository.nameWithOwner);
  const own = answer.repository.defaultBranchRef;
  const organisation = answer.organisation?.nameWithOwner ?? `${owner}/${ORGANISATION}`;
  return {
    defaultBranch: own?.name ?? "",
    sources: [
      ...(answer.organisation === undefined || errors.notFound(["organisation"])
        ? []
        : sourceOf(organisation, answer.organisation, errors, ["organisation"])),
      ...sourceOf(answer.repository.nameWithOwner, answer.repository, errors, ["repository"]),
    ],
  };
}

function sourceOf(
  repository: string,
  answer: { readonly defaultBranchRef: z.infer<typeof defaultBranchSchema> } | null,
  errors: PartialErrors,
  path: Path,
): readonly PolicySource[] {
  const at = { repository, path: POLICY_PATH };
  const branch = [...path, "defaultBranchRef"];
  if (errors.notFound([...branch, "target", "policy"])) return [];
  const reason =
    errors.reasonAt(branch, "Contents: read") ??
    (answer === null ? "GitHub did not give the repository." : null);
  if (reason !== null) return [{ ...at, entry: { kind: "unreadable", oid: null, reason } }];
  const entry = textEntryOf(answer?.defaultBranchRef?.target?.policy ?? null);
  return entry.kind === "missing" ? [] : [{ ...at, entry }];
}

const answerSchema = z.object({
  repository: z
    .object({ nameWithOwner: z.string(), defaultBranchRef: defaultBranchSchema })
    .nullable(),
  organisation: organisationSchema,
});

/** Reads only the policies in force: one request. A repository that is gone has none. */
export async function readPolicies(api: Api, repository: string): Promise<PoliciesInForce> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const ownerVariable = variables.add("String!", owner);
  const name = variables.add("String!", repo);
  const path = variables.add("String!", POLICY_PATH);
  const organisation = organisationsPolicy(repository, ownerVariable, path);
  const body = `query Policies${variables.declarations}{rateLimit{cost remaining} repository(owner:${ownerVariable},name:${name},followRenames:false){nameWithOwner ${policyOnDefaultBranch(path)}}${organisation}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [TEXT]), variables: variables.values },
    answerSchema,
  );
  if (data.repository === null) {
    if (errors.notFound(["repository"])) return { defaultBranch: "", sources: [] };
    throw new EvidenceUnavailable("forbidden", "GitHub does not let the App read the repository.");
  }
  return policiesOf({ ...data, repository: data.repository }, errors);
}
