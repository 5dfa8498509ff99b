import type { CommitAsked } from "../ports.ts";

/** A commit that is looked at before anybody made a release of it. */
export const NO_RELEASE_YET = {
  stage: "review",
  release: null,
  member: null,
  assets: { status: "unreadable", reason: "There is no release yet." },
} as const satisfies Partial<CommitAsked>;
