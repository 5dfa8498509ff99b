import { z } from "zod";
import type { Names, Published } from "../application/index.ts";
import type { Api } from "./api.ts";
import { ownChecks, ownChecksSchema, publishedChecksOf } from "./own-checks.ts";
import { ownComment } from "./own-comment.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { PULL_REQUEST_AT, type Sight } from "./sight.ts";
import type { requestsSchema } from "./snapshot-answer.ts";
import { Variables } from "./variables.ts";

/** What we published for a pull request and its head before, and whose review is asked for. */
export async function publishedOf(
  api: Api,
  sight: Sight,
  appSlug: string,
  remembered: Remembered,
): Promise<Published> {
  const { pullRequest, head, repository, errors } = sight;
  const reason = errors.reasonAt([...PULL_REQUEST_AT, "comments"], "Pull requests: read");
  const comment = await ownComment(api, reason === null ? (pullRequest.comments ?? null) : null, {
    id: pullRequest.id,
    head: head.oid,
    appSlug,
  });
  const fullName = sight.fullName.toLowerCase();
  remembered.repositories.set(fullName, { id: repository.id, url: repository.url });
  remembered.pullRequests.set(`${fullName}#${pullRequest.number}`, {
    id: pullRequest.id,
    author: pullRequest.author?.login.toLowerCase() ?? null,
    openedAt: pullRequest.createdAt,
    commentsRead: comment !== "unreadable",
  });
  return {
    checks: publishedChecksOf(head.checkSuites),
    comment: comment === "unreadable" ? null : comment,
    requested: requestedOf(pullRequest.reviewRequests),
  };
}

/** Whose review is asked for, in lower case. */
function requestedOf(requests: z.infer<typeof requestsSchema> | null | undefined): Names {
  const reviewers = (requests?.nodes ?? []).flatMap((node) => node?.requestedReviewer ?? []);
  return {
    users: reviewers.flatMap((reviewer) => reviewer.login?.toLowerCase() ?? []),
    teams: reviewers.flatMap(({ slug, organization }) =>
      slug !== undefined && organization ? `${organization.login}/${slug}`.toLowerCase() : [],
    ),
  };
}

/** What we published for a commit, without its pull request: one request. */
export async function publishedFor(
  api: Api,
  asked: { readonly repository: string; readonly commit: string; readonly appId: number },
  remembered: Remembered,
): Promise<Published> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(asked.repository);
  const repository = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const oid = variables.add("GitObjectID!", asked.commit);
  const checks = ownChecks(variables.add("Int!", asked.appId));
  const document = `query Published${variables.declarations}{rateLimit{cost remaining} repository(${repository},followRenames:false){id url commit:object(oid:${oid}){...on Commit{${checks}}}}}`;
  const { data } = await api.graphql(
    { document, variables: variables.values },
    z.object({
      repository: z
        .object({
          id: z.string(),
          url: z.string(),
          commit: z.object({ checkSuites: ownChecksSchema }).nullish(),
        })
        .nullable(),
    }),
  );
  if (data.repository) remembered.repositories.set(asked.repository.toLowerCase(), data.repository);
  return {
    checks: publishedChecksOf(data.repository?.commit?.checkSuites),
    comment: null,
    requested: { users: [], teams: [] },
  };
}
