import type { Decided } from "../judge.ts";
import type { CommitSnapshot, Names, Release } from "../ports.ts";
import type { ReleaseReport } from "../report/index.ts";
import { reportOf } from "../shared-checks.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Todo } from "./take-back.ts";

type DecidedRelease = Decided<CommitSnapshot> & { readonly release: Release | null };

/** Everything that is said to people about a release. */
export function releaseReport(
  own: DecidedRelease,
  others: readonly DecidedRelease[],
  {
    action,
    movedFrom,
  }: Pick<Todo, "action"> & { readonly movedFrom: Readonly<Record<string, string>> },
  around: Pick<Surroundings, "knowledge" | "webUrl">,
): ReleaseReport {
  const { release, policy } = own;
  return {
    ...reportOf(own, [own], around),
    release: {
      tag: release?.tag ?? own.snapshot.candidate.release ?? "",
      draft: release?.draft ?? false,
      prerelease: release?.prerelease ?? false,
      immutable: release?.immutable ?? false,
      id: release?.id ?? null,
    },
    publishers: policy === null ? NOBODY : policy.roles["release-authority"],
    action,
    otherReleases: others.map(({ release: other, decision }) => ({
      tag: other?.tag ?? "",
      outcome: decision.outcome,
    })),
    passedAt: movedFrom[String(release?.id ?? "")] ?? null,
  };
}

const NOBODY: Names = { users: [], teams: [] };
