import type { FileEntry, Files, PolicySource, Reading } from "../domain/index.ts";
import type { PoliciesInForce } from "../application/index.ts";
import type { Api } from "./api.ts";
import { entryAt, textAt } from "./entries-at.ts";
import { filesAt, rememberFiles } from "./files.ts";
import { listingsOf, type Listings } from "./listings.ts";
import type { Remembered } from "./remembered.ts";
import type { Changed } from "./range.ts";
import type { CommitSight } from "./sight.ts";
import { POLICY_PATH } from "./wanted-paths.ts";

/** Every wanted path at the head, and every glob with the files that match it. */
export async function headFilesOf(
  api: Api,
  sight: CommitSight,
  remembered: Remembered,
): Promise<Listings> {
  const { paths, headCommit, head, fullName } = sight;
  const at = { repository: fullName, commit: head.oid };
  const inTheRead: Files = Object.fromEntries([
    ...paths.documents.map((path, index) => [path, textAt(headCommit, `d${index}`)] as const),
    ...paths.files.map((path, index) => [path, entryAt(headCommit, `f${index}`)] as const),
  ]);
  const further =
    paths.furtherFiles.length === 0
      ? {}
      : await filesAt(api, { ...at, paths: paths.furtherFiles, withText: false }, remembered.files);
  const known = { ...further, ...inTheRead };
  const { listings, files } = await listingsOf(
    api,
    { commit: headCommit, answer: head },
    { repository: fullName, paths, known },
    remembered.trees,
  );
  rememberFiles(at, { ...files, ...known }, remembered.files);
  // A document that a glob matches as well keeps its text.
  return { listings, files: { ...files, ...known } };
}

/** Our policy file as the pull request would leave it; null where it does not touch it. */
export function proposedPolicyOf(
  sight: CommitSight,
  own: Reading<Changed>,
  policies: PoliciesInForce,
): FileEntry | null {
  const proposed = textAt(sight.headCommit, "proposed");
  if (own.status === "read") return touchesPolicy(own) ? proposed : null;
  return isInForce(sight, proposed, policies) ? null : proposed;
}

/** Whether the policy is among what is known to be changed. */
export function touchesPolicy(own: Reading<Changed>): boolean {
  if (own.status !== "read") return false;
  return own.value.changes.some(
    ({ path, previousPath }) => path === POLICY_PATH || previousPath === POLICY_PATH,
  );
}

/** Whether a commit on top of the default branch, not yet merged, changes the policy there. */
export function bringsPolicy(sight: CommitSight, policies: PoliciesInForce): boolean {
  const entry = textAt(sight.headCommit, "proposed");
  return entry.kind !== "unreadable" && !isInForce(sight, entry, policies);
}

function isInForce(sight: CommitSight, entry: FileEntry, policies: PoliciesInForce): boolean {
  const inForce = policies.sources.find(
    (source) => source.repository.toLowerCase() === sight.fullName.toLowerCase(),
  );
  return idOf(inForce?.entry) === idOf(entry);
}

function idOf(entry: PolicySource["entry"] | undefined): string | null {
  return entry && "oid" in entry ? entry.oid : null;
}
