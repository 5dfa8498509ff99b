import type { Job } from "../../application/index.ts";
import { installationPayload, installationRepositoriesPayload } from "../payload.ts";

/** The App was installed, may do more than before, or works again: all that is open is looked at. */
export function onInstallation(payload: unknown): readonly Job[] {
  const { action, installation } = installationPayload.parse(payload);
  const isOver = action === "deleted" || action === "suspend";
  return isOver ? [] : [{ kind: "installation", installationId: installation.id }];
}

/** The App was given further repositories. */
export function onInstallationRepositories(payload: unknown): readonly Job[] {
  const { installation, repositories_added } = installationRepositoriesPayload.parse(payload);
  return repositories_added.map(({ full_name }) => ({
    kind: "repository" as const,
    installationId: installation.id,
    repository: full_name,
  }));
}
