import type { Job } from "../../application/index.ts";
import { mergeGroupPayload } from "../payload.ts";

const BRANCH = "refs/heads/";

/** What the merge queue wants checked, or has let go of: then the queue itself tells so. */
export function onMergeGroup(payload: unknown): readonly Job[] {
  const { installation, repository, merge_group } = mergeGroupPayload.parse(payload);
  const { base_ref, head_sha } = merge_group;
  const branch = base_ref.startsWith(BRANCH) ? base_ref.slice(BRANCH.length) : base_ref;
  return [
    {
      kind: "merge-group",
      installationId: installation.id,
      repository: repository.full_name,
      branch,
      head: head_sha,
    },
  ];
}
