import type { CheckRunFields } from "../../world/actions/check-runs.ts";
import { createCheckRun, updateCheckRun } from "../../world/actions/check-runs.ts";
import type { Annotation, CheckAction, CheckConclusion, CheckStatus } from "../../world/checks.ts";
import { appOf } from "../../access/viewer.ts";
import { checkRunProblems } from "../../rest/check-limits.ts";
import { findNode } from "../find-node.ts";
import { QueryError, forbidden } from "../query-error.ts";
import type { Args, Resolver } from "../view.ts";
import { isAbsent, require } from "../view.ts";

/** `createCheckRun`. */
export const createCheckRunMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const repository = findNode(view, String(input["repositoryId"]), "Repository");
  require(view, repository, ["checks", "write"]);
  const app = appOf(view.viewer);
  if (app === undefined) throw forbidden();
  const headSha = String(input["headSha"]);
  if (repository.objects.get(headSha)?.type !== "commit") {
    throw new QueryError("UNPROCESSABLE", `No commit found for SHA: ${headSha}`);
  }
  const fields = { ...readFields(input), name: String(input["name"]), headSha };
  refuse(checkRunProblems(fields));
  const run = createCheckRun(view.site.world, repository, app, fields);
  return { checkRun: () => view.nodes.checkRun(view, run), ...echo(input) };
};

/** `updateCheckRun`. */
export const updateCheckRunMutation: Resolver = (args, view) => {
  const input = args["input"] as Args;
  const repository = findNode(view, String(input["repositoryId"]), "Repository");
  require(view, repository, ["checks", "write"]);
  const run = findNode(view, String(input["checkRunId"]), "CheckRun");
  if (run.suite.app !== appOf(view.viewer) || run.suite.repository !== repository) {
    throw forbidden();
  }
  const fields = readFields(input);
  refuse(checkRunProblems(fields));
  const reopens = fields.status !== undefined && fields.status !== "completed";
  const wasCompleted = run.status === "completed" && fields.conclusion === undefined;
  if (reopens && wasCompleted && view.quirks.reopeningCheckRuns === "refuse") {
    refuse(["A completed check run cannot be set to another status"]);
  }
  updateCheckRun(view.site.world, run, fields);
  return { checkRun: () => view.nodes.checkRun(view, run), ...echo(input) };
};

/** What a client sent to recognise the answer by. */
export function echo(input: Args): { clientMutationId: unknown } {
  return { clientMutationId: input["clientMutationId"] ?? null };
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new QueryError("UNPROCESSABLE", problems.join("\n"));
}

function readFields(input: Args): CheckRunFields {
  const output = input["output"] as Args | undefined | null;
  const date = (value: unknown): Date | undefined =>
    typeof value === "string" ? new Date(value) : undefined;
  const lower = (value: unknown): string | undefined =>
    typeof value === "string" ? value.toLowerCase() : undefined;
  return present({
    name: input["name"] as string | undefined,
    status: lower(input["status"]) as CheckStatus | undefined,
    conclusion: lower(input["conclusion"]) as CheckConclusion | undefined,
    externalId: input["externalId"] as string | undefined,
    detailsUrl: input["detailsUrl"] as string | undefined,
    startedAt: date(input["startedAt"]),
    completedAt: date(input["completedAt"]),
    actions: input["actions"] as readonly CheckAction[] | undefined,
    output: isAbsent(output)
      ? undefined
      : present({
          title: output["title"] as string,
          summary: output["summary"] as string,
          text: output["text"] as string | undefined,
          annotations: (output["annotations"] as readonly Args[] | undefined)?.map(readAnnotation),
        }),
  });
}

function readAnnotation(input: Args): Omit<Annotation, "id"> {
  const location = input["location"] as Args;
  return {
    path: input["path"] as string,
    startLine: location["startLine"] as number,
    endLine: location["endLine"] as number,
    startColumn: (location["startColumn"] as number | undefined) ?? null,
    endColumn: (location["endColumn"] as number | undefined) ?? null,
    level: String(input["annotationLevel"]).toLowerCase() as Annotation["level"],
    message: input["message"] as string,
    title: (input["title"] as string | undefined) ?? null,
    rawDetails: (input["rawDetails"] as string | undefined) ?? null,
  };
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out what was not said, or said to be null. */
function present<T extends object>(fields: T): Partial<Present<T>> {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said) as Partial<Present<T>>;
}
