import { z } from "zod";
import {
  EvidenceUnavailable,
  type Freshness,
  type Platform,
  type PoliciesInForce,
  type PullRequestSource,
} from "../application/index.ts";
import type { PolicySource } from "../domain/index.ts";
import { Api } from "./api.ts";
import type { Clock, GitHubClient, Log } from "./client.ts";
import { readCommit } from "./commit-snapshot.ts";
import { deploymentDesk } from "./deployment-desk.ts";
import { earlierPoliciesOf } from "./earlier-policies.ts";
import { statusOf } from "./failures.ts";
import { filesAt } from "./files.ts";
import type { Limit, Undertaking } from "./limits.ts";
import { lookUpPeople } from "./people.ts";
import { asIfOwnWere, extendedBefore, extending, readPolicies } from "./policies.ts";
import { policyHistoryOf } from "./policy-history.ts";
import { publishedFor } from "./published.ts";
import { publishTo } from "./publish.ts";
import { refs } from "./refs.ts";
import { releaseDesk } from "./release-desk.ts";
import { nothingRemembered, type Remembered } from "./remembered.ts";
import { repositoriesOf } from "./repositories.ts";
import { repositoryOf } from "./repository.ts";
import { scrutinyOf } from "./scrutiny.ts";
import { openPullRequestsOf } from "./siblings.ts";
import { readSnapshot } from "./snapshot.ts";

/** A request that GitHub has not answered after this long is given up. */
export const TEN_SECONDS = 10_000;

export interface PlatformOptions {
  /** Authenticated as the installation; without retry and throttling plugins. */
  readonly octokit: GitHubClient;
  readonly appId: number;
  /** The App's name in addresses: its bot is `<slug>[bot]`. */
  readonly appSlug: string;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Kept from an earlier platform of the same installation. */
  readonly remembered?: Remembered;
  readonly timeoutMilliseconds?: number;
  /** What the installation may still ask. */
  readonly limit?: Limit;
}

/** GitHub as one installation of the App sees it. */
export function createPlatform(options: PlatformOptions): Platform {
  const { appId, appSlug } = options;
  const remembered = options.remembered ?? nothingRemembered();
  const api = new Api(options.octokit, {
    clock: options.clock ?? (() => new Date()),
    log: options.log ?? null,
    timeoutMilliseconds: options.timeoutMilliseconds ?? TEN_SECONDS,
    kept: remembered.answers,
  });
  const policies = async (repository: string, freshness: Freshness): Promise<PoliciesInForce> => {
    const key = repository.toLowerCase();
    const known = freshness === "anew" ? undefined : remembered.policies.get(key);
    // That there is none is never taken from memory: nothing would notice that one was added.
    if (known && known.sources.length > 0) return known;
    const inForce = await readPolicies(api, {
      repository,
      extended: extendedBefore(repository, remembered),
    });
    remembered.policies.set(key, inForce);
    return inForce;
  };
  const policiesWith = (repository: string, own: PolicySource | null) =>
    asIfOwnWere(api, repository, own, remembered);
  /** What begins to read much does so only where that will not use up what is left. */
  const within = async <T>(undertaking: Undertaking, ask: () => Promise<T>): Promise<T> => {
    options.limit?.check(undertaking);
    return ask();
  };
  const desk = deploymentDesk(api);
  return {
    ...releaseDesk(api, { appId, appSlug }),
    ...desk,
    waitingDeployments: (repository) => within("sweep", () => desk.waitingDeployments(repository)),
    ...refs(api, remembered.policySince),
    policies,
    repositories: () => within("sweep", () => repositoriesOf(api)),
    earlierPolicies: (repository) => earlierPoliciesOf(api, repository),
    policiesWith,
    extending: (repository) => extending(repository, remembered),
    pullRequest: (ref): PullRequestSource => ({
      // The snapshot tells whether they still hold.
      policies: () => policies(ref.repository, "remembered"),
      snapshot: (wanted) =>
        within("reading", () => readSnapshot({ api, appId, appSlug, remembered }, ref, wanted)),
      files: (commit, paths, { withText } = { withText: false }) =>
        filesAt(api, { repository: ref.repository, commit, paths, withText }, remembered.files),
      people: (names, freshness) => lookUpPeople(api, names, freshness, remembered),
      scrutiny: (snapshot, asked, freshness) =>
        scrutinyOf(api, snapshot, asked, freshness, remembered),
      policyHistory: (snapshot, freshness) => policyHistoryOf(api, snapshot, freshness, remembered),
      earlierPolicies: () => earlierPoliciesOf(api, ref.repository),
      policiesWith: (own) => policiesWith(ref.repository, own),
    }),
    commit: (asked) => ({
      policies: () => policies(asked.repository, "remembered"),
      policyHistory: (snapshot, freshness) => policyHistoryOf(api, snapshot, freshness, remembered),
      snapshot: (wanted) =>
        within("reading", () => readCommit({ api, appId, appSlug, remembered }, asked, wanted)),
      files: (commit, paths, { withText } = { withText: false }) =>
        filesAt(api, { repository: asked.repository, commit, paths, withText }, remembered.files),
      people: (names, freshness) => lookUpPeople(api, names, freshness, remembered),
      scrutiny: (snapshot, asked, freshness) =>
        scrutinyOf(api, snapshot, asked, freshness, remembered),
    }),
    openPullRequests: async (repository, head) => {
      const open = await within("reading", () => openPullRequestsOf(api, repository));
      if (open === null)
        throw new EvidenceUnavailable(
          "unexpected-answer",
          "The open pull requests could not be read to their end.",
        );
      return open
        .filter((pullRequest) => head === undefined || pullRequest.headRefOid === head)
        .map(({ number, headRefOid }) => ({ number, head: headRefOid }));
    },
    canWrite: (repository, login) => canWrite(api, repository, login),
    published: (repository, commit) => publishedFor(api, { repository, commit, appId }, remembered),
    publish: (publication, published, { again }) =>
      publishTo(api, publication, published, again, remembered),
  };
}

/**
 * `permission` maps every role, custom ones too, to one of the old four; maintain is write there.
 * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
async function canWrite(api: Api, repository: string, login: string): Promise<boolean> {
  try {
    const answer = await api.rest(
      "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
      { ...repositoryOf(repository), username: login },
      z.object({ permission: z.string() }),
    );
    return answer.permission === "admin" || answer.permission === "write";
  } catch (thrown) {
    // Somebody whom GitHub does not know has no access.
    if (thrown instanceof EvidenceUnavailable && statusOf(thrown.cause) === 404) return false;
    throw thrown;
  }
}
