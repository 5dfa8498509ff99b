import type { Job } from "../../application/index.ts";
import { createPayload } from "../payload.ts";

/** A tag that was made, also on a web page, where no push tells of it. */
export function onCreate(payload: unknown): readonly Job[] {
  const { installation, repository, ref, ref_type } = createPayload.parse(payload);
  if (ref_type !== "tag") return [];
  return [
    {
      kind: "tag",
      installationId: installation.id,
      repository: repository.full_name,
      tag: ref,
      again: false,
      movedFrom: null,
    },
  ];
}
