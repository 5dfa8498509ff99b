import type { CheckRunFields } from "../../world/actions/check-runs.ts";
import { createCheckRun, rerequestSuite, updateCheckRun } from "../../world/actions/check-runs.ts";
import type { Annotation, CheckAction, CheckRun, CheckSuite } from "../../world/checks.ts";
import { latestRuns } from "../../world/checks.ts";
import { appOf } from "../../access/viewer.ts";
import { checkRunProblems } from "../check-limits.ts";
import { resolveCommit } from "../git-names.ts";
import { paginated } from "../pagination.ts";
import { RestError, created, notFound, ok, unprocessable } from "../reply.ts";
import { annotationJson, checkRunJson, checkSuiteJson } from "../resources/check-json.ts";
import type { Json } from "../resources/site.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const read = [["checks", "read"]] as const;
const write = [["checks", "write"]] as const;
const root = "/repos/{owner}/{repo}";

/** Check runs and suites. Only Apps write them, and only their own. */
export const checkRoutes: readonly Route[] = [
  repositoryRoute("POST", `${root}/check-runs`, write, createRun),
  repositoryRoute("GET", `${root}/check-runs/{check_run_id}`, read, (call) =>
    ok(checkRunJson(call.site, run(call))),
  ),
  repositoryRoute("PATCH", `${root}/check-runs/{check_run_id}`, write, updateRun),
  repositoryRoute("GET", `${root}/check-runs/{check_run_id}/annotations`, read, (call) => {
    const target = run(call);
    return paginated(call, target.annotations, (one) => annotationJson(call.site, target, one));
  }),
  repositoryRoute("GET", `${root}/commits/{ref}/check-runs`, read, (call) => {
    const sha = resolveCommit(call.repository, call.params["ref"] ?? "");
    return listRuns(call, sha === undefined ? [] : suitesOn(call, sha));
  }),
  repositoryRoute("GET", `${root}/commits/{ref}/check-suites`, read, (call) => {
    const sha = resolveCommit(call.repository, call.params["ref"] ?? "");
    const wrap = (page: Json[], total: number): Json => ({
      total_count: total,
      check_suites: page,
    });
    return paginated(call, sha === undefined ? [] : suitesOn(call, sha), toSuite(call), wrap);
  }),
  repositoryRoute("GET", `${root}/check-suites/{check_suite_id}`, read, (call) =>
    ok(toSuite(call)(suite(call))),
  ),
  repositoryRoute("GET", `${root}/check-suites/{check_suite_id}/check-runs`, read, (call) =>
    listRuns(call, [suite(call)]),
  ),
  repositoryRoute("POST", `${root}/check-suites/{check_suite_id}/rerequest`, write, (call) => {
    rerequestSuite(call.site.world, suite(call), call.actor);
    return created({});
  }),
];

function createRun(call: RepositoryCall): ReturnType<typeof created> {
  const app = appOf(call.viewer);
  if (app === undefined) throw new RestError(403, "You must authenticate via a GitHub App.");
  const headSha = call.body["head_sha"] as string;
  if (call.repository.objects.get(headSha)?.type !== "commit") {
    throw unprocessable(`No commit found for SHA: ${headSha}`);
  }
  const fields = { ...readFields(call.body), name: call.body["name"] as string, headSha };
  refuse(checkRunProblems(fields));
  return created(
    checkRunJson(call.site, createCheckRun(call.site.world, call.repository, app, fields)),
  );
}

function updateRun(call: RepositoryCall): ReturnType<typeof ok> {
  const target = run(call);
  if (appOf(call.viewer) !== target.suite.app) {
    throw new RestError(
      403,
      "Invalid app_id `" +
        String(target.suite.app.id) +
        "` - check run can only be modified by the GitHub App that created it.",
    );
  }
  const fields = readFields(call.body);
  refuse(checkRunProblems(fields));
  const reopens = fields.status !== undefined && fields.status !== "completed";
  const wasCompleted = target.status === "completed" && fields.conclusion === undefined;
  if (reopens && wasCompleted && call.quirks.reopeningCheckRuns === "refuse") {
    throw unprocessable("A completed check run cannot be set to another status");
  }
  updateCheckRun(call.site.world, target, fields);
  return ok(checkRunJson(call.site, target));
}

function listRuns(call: RepositoryCall, suites: readonly CheckSuite[]): ReturnType<typeof ok> {
  const filter = call.query.get("filter") ?? "latest";
  const name = call.query.get("check_name");
  const status = call.query.get("status");
  const runs = suites
    .flatMap((one) => (filter === "all" ? one.runs : latestRuns(one)))
    .filter((one) => name === null || one.name === name)
    .filter((one) => status === null || one.status === status);
  const wrap = (page: Json[], total: number): Json => ({ total_count: total, check_runs: page });
  return paginated(call, runs, (one) => checkRunJson(call.site, one), wrap);
}

function suitesOn(call: RepositoryCall, sha: string): CheckSuite[] {
  const appId = call.query.get("app_id");
  return call.repository.checkSuites
    .filter((one) => one.headSha === sha)
    .filter((one) => appId === null || one.app.id === Number(appId));
}

function toSuite(call: RepositoryCall): (suite: CheckSuite) => Json {
  return (one) => checkSuiteJson(call.site, one, { withRepository: true });
}

function run(call: RepositoryCall): CheckRun {
  const id = Number(call.params["check_run_id"]);
  const found = call.repository.checkSuites.flatMap((one) => one.runs).find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function suite(call: RepositoryCall): CheckSuite {
  const id = Number(call.params["check_suite_id"]);
  const found = call.repository.checkSuites.find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw unprocessable(`Invalid request.\n\n${problems.join("\n")}`);
}

function readFields(body: Json): CheckRunFields {
  const output = body["output"] as Json | undefined;
  const date = (value: unknown): Date | undefined =>
    typeof value === "string" ? new Date(value) : undefined;
  const fields = {
    name: body["name"],
    status: body["status"],
    conclusion: body["conclusion"],
    externalId: body["external_id"],
    detailsUrl: body["details_url"],
    startedAt: date(body["started_at"]),
    completedAt: date(body["completed_at"]),
    actions: body["actions"] as readonly CheckAction[] | undefined,
    output:
      output === undefined
        ? undefined
        : withoutUndefined({
            title: output["title"],
            summary: output["summary"],
            text: output["text"],
            annotations: (output["annotations"] as readonly Json[] | undefined)?.map(
              readAnnotation,
            ),
          }),
  };
  return withoutUndefined(fields);
}

function readAnnotation(json: Json): Omit<Annotation, "id"> {
  return {
    path: json["path"] as string,
    startLine: json["start_line"] as number,
    endLine: json["end_line"] as number,
    startColumn: (json["start_column"] as number | undefined) ?? null,
    endColumn: (json["end_column"] as number | undefined) ?? null,
    level: json["annotation_level"] as Annotation["level"],
    message: json["message"] as string,
    title: (json["title"] as string | undefined) ?? null,
    rawDetails: (json["raw_details"] as string | undefined) ?? null,
  };
}

function withoutUndefined(object: object): CheckRunFields {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
