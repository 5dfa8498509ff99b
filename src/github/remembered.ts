import type { NotAsked, PoliciesInForce } from "../application/index.ts";
import type {
  Alerts,
  ArrivedPullRequest,
  Instant,
  Person,
  PolicyHistory,
  Reading,
  Scrutiny,
} from "../domain/index.ts";
import { Recent } from "../text/index.ts";
import type { RangeCommit } from "./arrivals-range.ts";
import type { RememberedBots } from "./bots.ts";
import type { Renames } from "./changes.ts";
import type { Comparison } from "./comparison.ts";
import type { RememberedFiles } from "./files.ts";
import { KeptAnswers } from "./kept-answers.ts";
import type { RememberedTrees } from "./listings.ts";
import { Fresh, Shared } from "./memory.ts";
import type { RecentAnalyses } from "./recent-analyses.ts";

const FIVE_MINUTES = 5 * 60_000;
const HALF_A_MINUTE = 30_000;
// All is looked at every hour: whom GitHub refused the last time is asked again then.
const LESS_THAN_AN_HOUR = 50 * 60_000;
// And the comment then says who was asked.
const MORE_THAN_AN_HOUR = 120 * 60_000;

/** What writing needs to know of a repository. */
export interface KnownRepository {
  readonly id: string;
  /** Address of its page. */
  readonly url: string;
}

/** What GitHub watches over, as far as it is one candidate's. */
export type ScrutinyOfCandidate = Omit<Scrutiny, "alerts"> & Pick<Alerts, "codeScanning">;

/** What writing needs to know of a pull request. */
export interface KnownPullRequest {
  /** The node id. */
  readonly id: string;
  readonly author: string | null;
  readonly openedAt: string;
  /** Whether the comments could be read: else nobody knows whether ours is there already. */
  readonly commentsRead: boolean;
}

/**
 * What one installation's platform keeps between evaluations, so that most of them cost one
 * request. Everything in it either never changes (what a commit, a tree or a comparison holds), is
 * verified by each read (policies, how a head is found), or is short-lived (people). All bounded.
 */
export interface Remembered {
  /** Answers of REST's that hold for as long as GitHub says so. */
  readonly answers: KeptAnswers;
  readonly policies: Recent<PoliciesInForce>;
  readonly repositories: Recent<KnownRepository>;
  readonly pullRequests: Recent<KnownPullRequest>;
  readonly files: RememberedFiles;
  readonly trees: RememberedTrees;
  readonly bots: RememberedBots;
  readonly mergeBases: Recent<string>;
  readonly renames: Recent<Renames>;
  readonly comparisons: Recent<Comparison>;
  /** When a policy first stood in a repository: that does not change any more. */
  readonly policySince: Recent<Instant>;
  /** How a policy came about, and the change up to which that was read; approvals are short-lived. */
  readonly policyHistories: Fresh<{ readonly change: string; readonly history: PolicyHistory }>;
  /** The commits of a range, by where it begins and ends. */
  readonly ranges: Recent<readonly RangeCommit[]>;
  /** The merged pull requests that GitHub associates with a commit. */
  readonly associations: Recent<readonly number[]>;
  /** Merged pull requests, with the commits that they had. */
  readonly arrived: Recent<ArrivedPullRequest & { readonly commits: readonly string[] }>;
  /** Parents of commits. */
  readonly parents: Recent<readonly string[]>;
  /** What GitHub watches over, for five minutes; counted up, what was read before does not hold any more. */
  readonly scrutiny: Shared<ScrutinyOfCandidate>;
  /** Those that are a repository's, by their source. */
  readonly alerts: Shared<Alerts["dependabot"]>;
  /** For so long that a burst shares them: a head that was pushed since is not in it. */
  readonly analyses: Shared<RecentAnalyses>;
  readonly scrutinyRounds: Recent<number>;
  readonly twoFactor: Fresh<Reading<boolean | null>>;
  /** Heads and starts of those pull requests whose list of commits did not lead there. */
  readonly heads: Recent<string>;
  readonly starts: Recent<string>;
  readonly users: Fresh<Reading<Person | null>>;
  readonly teams: Fresh<Reading<readonly Person[] | null>>;
  /** Node ids of those users and teams, by the names that policies give them. */
  readonly nodeIds: Fresh<string>;
  /** Why somebody could not be asked for a review of a commit. */
  readonly refusals: Fresh<NotAsked["why"]>;
  /** Who was asked for a review of a commit, until the comment says so. */
  readonly asked: Fresh<true>;
}

/** An empty memory, for one installation. */
export function nothingRemembered(): Remembered {
  return {
    answers: new KeptAnswers(),
    policies: new Recent(500),
    repositories: new Recent(1_000),
    pullRequests: new Recent(1_000),
    files: new Recent(50_000),
    trees: new Recent(20),
    bots: new Recent(5_000),
    mergeBases: new Recent(1_000),
    renames: new Recent(100),
    comparisons: new Recent(200),
    policySince: new Recent(1_000),
    policyHistories: new Fresh(500, FIVE_MINUTES),
    ranges: new Recent(200),
    associations: new Recent(20_000),
    arrived: new Recent(5_000),
    parents: new Recent(5_000),
    scrutiny: new Shared(500, FIVE_MINUTES),
    alerts: new Shared(1_000, FIVE_MINUTES),
    analyses: new Shared(100, HALF_A_MINUTE),
    scrutinyRounds: new Recent(5_000),
    twoFactor: new Fresh(500, FIVE_MINUTES),
    heads: new Recent(1_000),
    starts: new Recent(1_000),
    users: new Fresh(5_000, FIVE_MINUTES),
    teams: new Fresh(500, FIVE_MINUTES),
    nodeIds: new Fresh(5_500, FIVE_MINUTES),
    refusals: new Fresh(5_000, LESS_THAN_AN_HOUR),
    asked: new Fresh(5_000, MORE_THAN_AN_HOUR),
  };
}
