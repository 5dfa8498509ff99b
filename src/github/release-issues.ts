import { z } from "zod";
import {
  EvidenceUnavailable,
  type Done,
  type IssueText,
  type OwnIssue,
} from "../application/index.ts";
import type { Api } from "./api.ts";
import { everyPage } from "./every-page.ts";
import { connection, hasErrors, type Connection } from "./pages.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";
import { refusalIn, refused } from "./refusals.ts";
import { repositoryOf } from "./repository.ts";
import { Variables } from "./variables.ts";

/** What our issues are found by; GitHub makes the label when it is first used. */
const LABEL = "portcullis";

const MOST_PAGES = 20;

const issueSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["OPEN", "CLOSED"]),
  viewerDidAuthor: z.boolean(),
  author: actorSchema,
});

type IssueAnswer = z.infer<typeof issueSchema>;

const answerSchema = z.object({
  repository: z.object({ issues: connection(issueSchema).nullish() }).nullable(),
});

/**
 * Our own issues with this marker. Anybody can write a marker: only what the App wrote counts. Throws
 * where the list cannot be read to its end, since an issue that was overseen would be opened twice.
 */
export async function ownIssues(
  api: Api,
  repository: string,
  marker: string,
  appSlug: string,
): Promise<readonly OwnIssue[]> {
  const all = await everyPage(MOST_PAGES, (after) => pageOf(api, repository, after));
  if (all === null)
    throw new EvidenceUnavailable(
      "unexpected-answer",
      "The issues could not be read to their end.",
    );
  return all
    .filter((issue) => isOurs(issue, appSlug) && hasLine(issue.body, marker))
    .map(({ number, title, body, state }) => ({
      number,
      title,
      body,
      state: state === "OPEN" ? "open" : "closed",
    }));
}

/** https://docs.github.com/en/rest/issues/issues#create-an-issue */
export function openIssue(api: Api, repository: string, issue: IssueText): Promise<Done> {
  return doneUnlessRefused(async () => {
    await api.rest(
      "POST /repos/{owner}/{repo}/issues",
      { ...repositoryOf(repository), title: issue.title, body: issue.body, labels: [LABEL] },
      z.object({ number: z.number() }),
    );
  });
}

/** https://docs.github.com/en/rest/issues/issues#update-an-issue */
export function editIssue(
  api: Api,
  repository: string,
  number: number,
  issue: IssueText,
  state: OwnIssue["state"],
): Promise<Done> {
  return doneUnlessRefused(async () => {
    await api.rest(
      "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
      {
        ...repositoryOf(repository),
        issue_number: number,
        title: issue.title,
        body: issue.body,
        state,
        ...(state === "closed" ? { state_reason: "completed" } : {}),
      },
      z.object({ number: z.number() }),
    );
  }, 404);
}

async function doneUnlessRefused(write: () => Promise<void>, gone?: number): Promise<Done> {
  try {
    await write();
    return { status: "done" };
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal === null) throw thrown;
    // 410: issues are switched off in the repository, or this one was deleted.
    return refusal.status === gone ? { status: "gone" } : refused(refusal.words);
  }
}

async function pageOf(
  api: Api,
  repository: string,
  after: string | null,
): Promise<Connection<IssueAnswer> | null> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(repository);
  const where = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const labels = variables.add("[String!]", [LABEL]);
  const cursor = variables.add("String", after);
  const list = `issues(first:100,after:${cursor},labels:${labels},states:[OPEN,CLOSED],orderBy:{field:CREATED_AT,direction:DESC}){totalCount pageInfo{hasNextPage endCursor} nodes{number title body state viewerDidAuthor author{...Who}}}`;
  const { data, errors } = await api.graphql(
    {
      document: `query OwnIssues${variables.declarations}{rateLimit{cost remaining} repository(${where},followRenames:false){${list}}}${WHO}`,
      variables: variables.values,
    },
    answerSchema,
  );
  const issues = data.repository?.issues ?? null;
  // Who may not read issues may not write any: there are none of ours, and opening one says why.
  if (issues === null && errors.typesAt(["repository", "issues"]).includes("FORBIDDEN"))
    return NONE;
  return hasErrors(errors) ? null : issues;
}

const NONE: Connection<never> = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };

function isOurs(issue: IssueAnswer, appSlug: string): boolean {
  const author = personOf(issue.author);
  return issue.viewerDidAuthor || (author?.bot === true && author.login === `${appSlug}[bot]`);
}

function hasLine(body: string, line: string): boolean {
  return body.split(/\r?\n/).some((each) => each.trim() === line);
}
