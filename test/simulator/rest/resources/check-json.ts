import type { Annotation, CheckRun, CheckSuite } from "../../world/checks.ts";
import { latestRuns, suiteState } from "../../world/checks.ts";
import { appJson } from "./account-json.ts";
import { simpleCommit } from "./commit-json.ts";
import {
  pullRequestReferences,
  repositoryJson,
  repositoryPage,
  repositoryUrl,
} from "./repository-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate, isoDateOrNull } from "./site.ts";

/** A check run as REST shows it. */
export function checkRunJson(site: Site, run: CheckRun): Json {
  const { suite } = run;
  const url = `${repositoryUrl(site, suite.repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: run.nodeId,
    head_sha: suite.headSha,
    external_id: run.externalId,
    name: run.name,
    url,
    html_url: `${repositoryPage(site, suite.repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: isoDate(run.startedAt),
    completed_at: isoDateOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suite.id },
    app: appJson(site, suite.app),
    pull_requests: pullRequestReferences(site, suite.repository, suite.headSha),
  };
}

/** A check run as webhooks carry it: with its suite. */
export function checkRunEventJson(site: Site, run: CheckRun): Json {
  const { suite } = run;
  const { status, conclusion } = suiteState(suite);
  return {
    ...checkRunJson(site, run),
    check_suite: {
      id: suite.id,
      node_id: suite.nodeId,
      head_branch: suite.headBranch,
      head_sha: suite.headSha,
      status,
      conclusion,
      url: suiteUrl(site, suite),
      ...beforeAndAfter(suite),
      pull_requests: pullRequestReferences(site, suite.repository, suite.headSha),
      app: appJson(site, suite.app),
      created_at: isoDate(suite.createdAt),
      updated_at: isoDate(suite.updatedAt),
    },
  };
}

/** A check suite; only REST's carries the repository. */
export function checkSuiteJson(
  site: Site,
  suite: CheckSuite,
  options: { withRepository: boolean },
): Json {
  const { repository } = suite;
  const { status, conclusion } = suiteState(suite);
  const commit = repository.objects.read("commit", suite.headSha);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status,
    conclusion,
    url: suiteUrl(site, suite),
    ...beforeAndAfter(suite),
    pull_requests: pullRequestReferences(site, repository, suite.headSha),
    app: appJson(site, suite.app),
    created_at: isoDate(suite.createdAt),
    updated_at: isoDate(suite.updatedAt),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: latestRuns(suite).length,
    check_runs_url: `${suiteUrl(site, suite)}/check-runs`,
    head_commit: simpleCommit(commit),
    ...(options.withRepository ? { repository: repositoryJson(site, repository) } : {}),
  };
}

/** An annotation of a check run. */
export function annotationJson(site: Site, run: CheckRun, annotation: Annotation): Json {
  const { suite } = run;
  const path = encodeURI(annotation.path);
  return {
    path: annotation.path,
    blob_href: `${repositoryPage(site, suite.repository)}/blob/${suite.headSha}/${path}`,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    start_column: annotation.startColumn,
    end_column: annotation.endColumn,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: annotation.rawDetails,
  };
}

function suiteUrl(site: Site, suite: CheckSuite): string {
  return `${repositoryUrl(site, suite.repository)}/check-suites/${suite.id}`;
}

function beforeAndAfter(suite: CheckSuite): { before: string; after: string } {
  const commit = suite.repository.objects.read("commit", suite.headSha);
  return { before: commit.parents[0] ?? "0".repeat(40), after: suite.headSha };
}
