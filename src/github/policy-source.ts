import { z } from "zod";
import type { PolicySource } from "../domain/index.ts";
import { textEntryOf, textEntrySchema } from "./file-entries.ts";
import type { PartialErrors, Path } from "./partial-errors.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** The default branch with the policy on it; needs the fragment `Text`. */
export const policyOnDefaultBranch = (path: string) =>
  `defaultBranchRef{name target{oid ...on Commit{policy:file(path:${path}){...Text}}}}`;

/** The same with the newest commit that changed it. */
export const changedPolicyOnDefaultBranch = (path: string) =>
  `defaultBranchRef{name target{oid ...on Commit{policy:file(path:${path}){...Text} changed:history(path:${path},first:1){nodes{oid}}}}}`;

export const defaultBranchSchema = z
  .object({
    name: z.string(),
    target: z
      .object({
        oid: z.string(),
        policy: textEntrySchema.optional(),
        changed: z
          .object({ nodes: z.array(z.object({ oid: z.string() }).nullable()).nullish() })
          .nullish(),
      })
      .nullable(),
  })
  .nullable();

/** A repository of which only the policy is wanted. */
export const otherRepositorySchema = z
  .object({ nameWithOwner: z.string(), defaultBranchRef: defaultBranchSchema })
  .nullish();

export type OtherRepository = z.infer<typeof otherRepositorySchema>;

/** The policy of one repository; none where it has none, and `unreadable` where nobody can tell. */
export function sourceOf(
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
