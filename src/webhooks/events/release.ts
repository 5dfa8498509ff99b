import type { Job } from "../../application/index.ts";
import { releasePayload } from "../payload.ts";

/** Whatever happens to a release: it was made, published, changed, or is gone. */
export function onRelease(payload: unknown): readonly Job[] {
  const { installation, repository, release } = releasePayload.parse(payload);
  return [
    {
      kind: "release",
      installationId: installation.id,
      repository: repository.full_name,
      id: release.id,
      again: false,
      movedFrom: null,
    },
  ];
}
