import type { Annotation, CheckRun, CheckSuite } from "../../world/checks.ts";
import { latestRuns, suiteState } from "../../world/checks.ts";
import { fullName } from "../../world/repositories.ts";
import { isoDate, isoDateOrNull } from "../../rest/resources/site.ts";
import { connection } from "../connections.ts";
import type { Args, Fields, View } from "../view.ts";
import { field, isAbsent } from "../view.ts";

/** The check runs of one App on one commit. */
export function checkSuiteNode(view: View, suite: CheckSuite): Fields {
  const { nodes } = view;
  const { repository } = suite;
  const { status, conclusion } = suiteState(suite);
  const path = `/${fullName(repository)}/commit/${suite.headSha}/checks`;
  return {
    __typename: "CheckSuite",
    id: suite.nodeId,
    databaseId: suite.id,
    app: () => nodes.app(view, suite.app),
    commit: () => nodes.commit(view, repository, repository.objects.read("commit", suite.headSha)),
    repository: () => nodes.repository(view, repository),
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    createdAt: isoDate(suite.createdAt),
    updatedAt: isoDate(suite.updatedAt),
    url: view.site.html + path,
    resourcePath: path,
    checkRuns: field((args, _view, info) =>
      connection(selectRuns(suite, args), args, info, (run) => nodes.checkRun(view, run)),
    ),
  };
}

/** A check run. */
export function checkRunNode(view: View, run: CheckRun): Fields {
  const { nodes } = view;
  const { repository } = run.suite;
  const path = `/${fullName(repository)}/runs/${run.id}`;
  return {
    __typename: "CheckRun",
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    detailsUrl: run.detailsUrl,
    startedAt: isoDate(run.startedAt),
    completedAt: isoDateOrNull(run.completedAt),
    title: run.title,
    summary: run.summary,
    text: run.text,
    url: view.site.html + path,
    permalink: view.site.html + path,
    resourcePath: path,
    checkSuite: () => nodes.checkSuite(view, run.suite),
    repository: () => nodes.repository(view, repository),
    annotations: field((args, _view, info) =>
      connection(run.annotations, args, info, (one) => annotationNode(view, run, one)),
    ),
  };
}

function annotationNode(view: View, run: CheckRun, annotation: Annotation): Fields {
  const { repository, headSha } = run.suite;
  const blob = `${view.site.html}/${fullName(repository)}/blob/${headSha}/${annotation.path}`;
  const position = (line: number, column: number | null): Fields => ({
    __typename: "CheckAnnotationPosition",
    line,
    column,
  });
  return {
    __typename: "CheckAnnotation",
    databaseId: annotation.id,
    path: annotation.path,
    annotationLevel: annotation.level.toUpperCase(),
    message: annotation.message,
    title: annotation.title,
    rawDetails: annotation.rawDetails,
    blobUrl: encodeURI(blob),
    location: {
      start: position(annotation.startLine, annotation.startColumn),
      end: position(annotation.endLine, annotation.endColumn),
    },
  };
}

interface RunFilter {
  readonly appId?: number | null;
  readonly checkName?: string | null;
  readonly checkType?: "ALL" | "LATEST" | null;
  readonly status?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly conclusions?: readonly string[] | null;
}

function selectRuns(suite: CheckSuite, args: Args): CheckRun[] {
  const filter = (args["filterBy"] ?? {}) as RunFilter;
  const runs = filter.checkType === "LATEST" ? latestRuns(suite) : suite.runs;
  return runs
    .filter((run) => isAbsent(filter.appId) || run.suite.app.id === filter.appId)
    .filter((run) => isAbsent(filter.checkName) || run.name === filter.checkName)
    .filter((run) => isAbsent(filter.status) || run.status.toUpperCase() === filter.status)
    .filter((run) => filter.statuses?.includes(run.status.toUpperCase()) ?? true)
    .filter((run) => filter.conclusions?.includes(run.conclusion?.toUpperCase() ?? "") ?? true);
}
