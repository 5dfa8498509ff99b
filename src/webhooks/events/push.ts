import type { Job } from "../../application/index.ts";
import { pushPayload } from "../payload.ts";

const POLICY = ".github/portcullis.yml";

/** A payload lists 2,048 commits at the most; a longer push may hide a change of the policy. */
const COMMITS_IN_PAYLOAD = 2_048;

/** A push that may have changed the policy: every open pull request it concerns is looked at again. */
export function onPush(payload: unknown): readonly Job[] {
  const { installation, repository, ref, forced, created, commits } = pushPayload.parse(payload);
  if (ref !== `refs/heads/${repository.default_branch}`) return [];
  const touched = commits.some(({ added, modified, removed }) =>
    [added, modified, removed].some((paths) => paths?.includes(POLICY)),
  );
  if (!touched && !forced && !created && commits.length < COMMITS_IN_PAYLOAD) return [];
  // The organisation's policy lies in its repository `.github`, and holds in all the others.
  if (repository.full_name.endsWith("/.github")) {
    return [{ kind: "installation", installationId: installation.id }];
  }
  return [
    { kind: "repository", installationId: installation.id, repository: repository.full_name },
  ];
}
