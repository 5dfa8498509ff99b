import type { Job } from "../../application/index.ts";
import { organizationPayload } from "../payload.ts";

/** What changes no membership: which repositories a team may see, and who is asked to come. */
const WITHOUT_EFFECT = ["added_to_repository", "removed_from_repository", "member_invited"];

/**
 * Somebody came into a team or left one, a team was made, renamed or taken away, somebody came into
 * the organisation or left it. It can change every approval there is.
 */
export function onPeople(payload: unknown): readonly Job[] {
  const { action, installation } = organizationPayload.parse(payload);
  if (WITHOUT_EFFECT.includes(action)) return [];
  return [{ kind: "people", installationId: installation.id }];
}
