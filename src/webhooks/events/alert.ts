import type { Job } from "../../application/index.ts";
import { alertPayload } from "../payload.ts";

/**
 * An alert of Dependabot, code scanning or secret scanning was raised, mended, dismissed or opened
 * again. It concerns everything that is up for release; which of it, and how, GitHub is asked then.
 */
export function onAlert(payload: unknown): readonly Job[] {
  const { installation, repository } = alertPayload.parse(payload);
  return [
    { kind: "repository", installationId: installation.id, repository: repository.full_name },
  ];
}
