import type { Account, App, Installation, Permissions } from "../world/accounts.ts";
import type { Repository } from "../world/repositories.ts";
import { roleOf } from "../world/repositories.ts";
import { covers } from "../world/world.ts";

/** Who makes a request: an App with its JWT, an installation, a user with a token, or nobody. */
export type Viewer =
  | { readonly kind: "app"; readonly app: App }
  | {
      readonly kind: "installation";
      readonly installation: Installation;
      /** What the token was narrowed to; never more than the installation has. */
      readonly permissions: Permissions | null;
      readonly repositories: ReadonlySet<string> | null;
      readonly token: string;
    }
  | { readonly kind: "user"; readonly account: Account; readonly token: string }
  | { readonly kind: "anonymous" };

/** A permission and how much of it: `["checks", "write"]`. */
export type Need = readonly [permission: string, level: "read" | "write"];

/** Whether a repository exists for a viewer; GitHub hides private ones behind "not found". */
export function canSee(viewer: Viewer, repository: Repository): boolean {
  if (!repository.private) return true;
  if (viewer.kind === "installation") return isCovered(viewer, repository);
  return viewer.kind === "user" && roleOf(repository, viewer.account) !== undefined;
}

/** Whether a viewer may do one of several things in a repository it can see. */
export function allows(
  viewer: Viewer,
  repository: Repository,
  alternatives: readonly Need[],
): boolean {
  return alternatives.some((need) => allowsOne(viewer, repository, need));
}

/** Whether an installation may do something that concerns its whole account. */
export function allowsOnAccount(viewer: Viewer, account: Account, need: Need): boolean {
  if (viewer.kind === "user") return true;
  if (viewer.kind !== "installation" || viewer.installation.account !== account) return false;
  return grants(viewer, need);
}

/** The account that writes when this viewer writes. */
export function actorOf(viewer: Viewer): Account | undefined {
  if (viewer.kind === "installation") return viewer.installation.app.bot;
  return viewer.kind === "user" ? viewer.account : undefined;
}

/** The App behind a viewer, if it is one. */
export function appOf(viewer: Viewer): App | undefined {
  if (viewer.kind === "installation") return viewer.installation.app;
  return viewer.kind === "app" ? viewer.app : undefined;
}

function allowsOne(viewer: Viewer, repository: Repository, need: Need): boolean {
  const [permission, level] = need;
  if (viewer.kind === "installation" && isCovered(viewer, repository)) return grants(viewer, need);
  // Check runs are only for Apps to write.
  if (permission === "checks" && level === "write") return false;
  const publicRead = level === "read" && !repository.private;
  if (viewer.kind !== "user") return publicRead;
  const role = roleOf(repository, viewer.account);
  if (permission === "administration") return role === "admin";
  if (level === "read") return publicRead || role !== undefined;
  if (permission === "issues" || permission === "pull_requests") {
    return role !== undefined || !repository.private;
  }
  return role === "write" || role === "maintain" || role === "admin";
}

type InstallationViewer = Extract<Viewer, { kind: "installation" }>;

function isCovered(viewer: InstallationViewer, repository: Repository): boolean {
  if (!covers(viewer.installation, repository)) return false;
  return viewer.repositories === null || viewer.repositories.has(repository.name);
}

function grants(viewer: InstallationViewer, [permission, level]: Need): boolean {
  const granted = viewer.installation.permissions[permission];
  const narrowed = viewer.permissions === null ? granted : viewer.permissions[permission];
  const enough = (value: string | undefined): boolean =>
    value === "write" || value === "admin" || (level === "read" && value === "read");
  return enough(granted) && enough(narrowed);
}
