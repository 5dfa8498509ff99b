import type { PolicySource, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { policyVersionsOf } from "./policy-versions.ts";
import { read, unreadable } from "./readings.ts";

/**
 * The versions of the repository's policy that stood on the default branch before the present one,
 * newest first: one of them can be fallen back to.
 */
export async function earlierPoliciesOf(
  api: Api,
  repository: string,
): Promise<Reading<readonly PolicySource[]>> {
  const versions = await policyVersionsOf(api, repository);
  if (versions === null)
    return unreadable("The policy's earlier versions could not be read to their end.");
  // The newest change made the present version; where the file was deleted there is no version.
  const earlier = versions.slice(1).map(({ left }) => left);
  return read(earlier.filter(({ entry }) => entry.kind !== "missing"));
}
