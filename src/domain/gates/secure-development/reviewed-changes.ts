import type { Arrival, ArrivedPullRequest } from "../../alerts.ts";
import { bounded } from "../../alert-results.ts";
import { independentApprovers, isAmong } from "../../approvals.ts";
import type { Case } from "../../case.ts";
import { whenRead } from "../../reading.ts";
import {
  notApplicable,
  satisfied,
  unknown,
  unsatisfied,
  waiting,
  type Requirement,
  type Result,
} from "../../requirement.ts";
import { acceptedCommits, type Accepted } from "./accepted-commits.ts";

/**
 * Whether somebody else looked at each change since the previous release. ICO, "Protect personal
 * information during development".
 */
export const reviewedChanges: readonly Requirement[] = [{ id: "reviewed-changes", check }];

function check(c: Case): Result | readonly Result[] {
  const what = "how the changes since the previous release reached the branch";
  return whenRead(c.evidence.arrivals, what, (arrivals) => {
    if (arrivals === null) {
      return notApplicable("There is no earlier release to count the changes from.");
    }
    const accepted = acceptedCommits(c);
    const reviewed = new Set(
      arrivals
        .filter(({ pullRequest }) => pullRequest && reviewOf(c, pullRequest) === "approved")
        .flatMap(({ commits }) => commits),
    );
    const left = withoutThose(arrivals, (commit) => reviewed.has(commit));
    const excused = left.filter((arrival) => isAccepted(arrival, accepted));
    const failing = withoutThose(
      left.filter((arrival) => !excused.includes(arrival)),
      (commit) => accepted.by(commit) !== null,
    );
    const results = [
      ...bounded(
        failing.flatMap((arrival) => resultsOf(c, arrival)),
        (more) => unsatisfied(`${more} more changes came unreviewed.`, { remedy: REMEDY }),
      ),
      ...stillToMerge(c),
    ];
    const open = results.filter(({ outcome }) => outcome !== "satisfied");
    if (open.length > 0) return open;
    const count = new Set(arrivals.flatMap(({ commits }) => commits)).size;
    const how = `reviewed${acceptedWords(accepted)}`;
    const messages = results.map(({ message }) => message);
    const arrived =
      count === 0
        ? "Nothing reached the branch since the previous release."
        : `${countOf(count)} reached the branch ${how}.`;
    return satisfied([arrived, ...messages].join(" "), { exceptions: accepted.exceptions() });
  });
}

type Review = "approved" | "nobody" | "unclear";

/** Whether the merged head was approved by somebody who had no part in it. */
function reviewOf(c: Case, { madeBy, approvedBy, unnamed }: ArrivedPullRequest): Review {
  const independent = approvedBy.filter((person) => !person.bot && !isAmong(person, madeBy));
  if (independent.length === 0) return "nobody";
  return unnamed && c.policy.unlinkedAuthors === "block" ? "unclear" : "approved";
}

function withoutThose(
  arrivals: readonly Arrival[],
  isFine: (commit: string) => boolean,
): readonly Arrival[] {
  return arrivals
    .map((arrival) => ({ ...arrival, commits: arrival.commits.filter((one) => !isFine(one)) }))
    .filter(({ commits }) => commits.length > 0);
}

/** Naming the commit that a pull request became accepts all that came with it. */
function isAccepted({ pullRequest }: Arrival, accepted: Accepted): boolean {
  const mergedAs = pullRequest?.mergedAs;
  return typeof mergedAs === "string" && accepted.by(mergedAs) !== null;
}

function resultsOf(c: Case, { commits, pullRequest }: Arrival): readonly Result[] {
  if (pullRequest === null) {
    return commits.map((commit) =>
      unsatisfied(
        `Commit \`${commit.slice(0, 12)}\` came to the branch past all pull requests: nobody else has looked at it.`,
        { remedy: REMEDY },
      ),
    );
  }
  const { number, mergedAs } = pullRequest;
  const named = commits.slice(0, 3).map((commit) => `\`${commit.slice(0, 12)}\``);
  const more = commits.length > 3 ? `, and ${commits.length - 3} more` : "";
  const what = `Pull request ${number} (${named.join(", ")}${more})`;
  if (reviewOf(c, pullRequest) === "unclear") {
    return [
      unknown(
        `${what} was approved, but GitHub cannot name who made one of its commits: it may have been the one who approved.`,
        { remedy: REMEDY, actsNext: "author" },
      ),
    ];
  }
  const name = mergedAs === null ? "" : ` It became \`${mergedAs.slice(0, 12)}\`.`;
  return [
    unsatisfied(
      `${what} was merged without an approval of its last commit by anybody who had no part in it.${name}`,
      { remedy: REMEDY },
    ),
  ];
}

const REMEDY =
  "Have somebody else go through the change now, and name the commit (12 digits are enough) under `commits` of a deviation of the security review that is accepted, with owner, reason and an end; or take the change back in a pull request that is reviewed.";

/**
 * What the candidate itself would bring is not merged yet: it is reviewed once somebody who had no
 * part in it approved its head.
 */
function stillToMerge(c: Case): readonly Result[] {
  const { pullRequest } = c.evidence.candidate;
  if (pullRequest === null || pullRequest.state === "merged") return [];
  const approvers = independentApprovers(c);
  const reading = whenRead(approvers, "who approved this pull request", ([first]) =>
    first
      ? satisfied(`${first.login} has approved this pull request itself.`)
      : waiting(
          `Nobody who had no part in pull request ${pullRequest.number} has approved its newest commit yet.`,
          { remedy: "Ask somebody who did not make it to approve the newest commit." },
        ),
  );
  return [reading];
}

function acceptedWords({ used }: Accepted): string {
  if (used.size === 0) return "";
  return `, or is accepted unreviewed by ${[...used].sort().join(", ")} of the security review`;
}

function countOf(count: number): string {
  return count === 1 ? "The one earlier change" : `Each of ${count} earlier changes`;
}
