import type { z } from "zod";
import type { Job } from "../../application/index.ts";
import { pushPayload } from "../payload.ts";

const POLICY = ".github/portcullis.yml";

/** A payload lists 2,048 commits at the most; a longer push may hide a change of the policy. */
const COMMITS_IN_PAYLOAD = 2_048;

const TAG = "refs/tags/";
const BRANCH = "refs/heads/";

/** A push to a branch from which releases may be made, of a tag, or of the policy. */
export function onPush(payload: unknown): readonly Job[] {
  const push = pushPayload.parse(payload);
  const { ref } = push;
  if (ref.startsWith(TAG)) return [onTag(push, ref.slice(TAG.length))];
  if (!ref.startsWith(BRANCH)) return [];
  const where = {
    installationId: push.installation.id,
    repository: push.repository.full_name,
  };
  const itself: Job = {
    kind: "branch",
    ...where,
    branch: ref.slice(BRANCH.length),
    again: false,
  };
  if (!mayChangeThePolicy(push)) return [itself];
  // The organisation's policy lies in its repository `.github`, and holds in all the others.
  if (where.repository.endsWith("/.github")) {
    return [{ kind: "installation", installationId: where.installationId }];
  }
  // Others may extend it. Which ones only the memory of the installation can tell.
  return [
    { kind: "repository", ...where },
    { kind: "extending", ...where },
  ];
}

type Push = z.infer<typeof pushPayload>;

function onTag({ installation, repository, before }: Push, tag: string): Job {
  return {
    kind: "tag",
    installationId: installation.id,
    repository: repository.full_name,
    tag,
    again: false,
    movedFrom: before !== undefined && !/^0+$/.test(before) ? before : null,
  };
}

function mayChangeThePolicy({ repository, ref, forced, created, commits }: Push): boolean {
  if (ref !== `${BRANCH}${repository.default_branch}`) return false;
  const touched = commits.some(({ added, modified, removed }) =>
    [added, modified, removed].some((paths) => paths?.includes(POLICY)),
  );
  return touched || forced || created || commits.length >= COMMITS_IN_PAYLOAD;
}
