import type { Job } from "../../application/index.ts";
import { organizationPayload } from "../payload.ts";

/**
 * Somebody came into a team or left one, a team was made, renamed or taken away, somebody left the
 * organisation. It can change every approval there is.
 */
export function onPeople(payload: unknown): readonly Job[] {
  const { installation } = organizationPayload.parse(payload);
  return [{ kind: "people", installationId: installation.id }];
}
