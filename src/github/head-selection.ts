import { lastChangeOf } from "./plan-change.ts";
import { ownChecks } from "./own-checks.ts";
import type { Variables } from "./variables.ts";
import type { WantedPaths } from "./wanted-paths.ts";

/**
 * Everything that is asked of the candidate's commit: the documents, what they may name, the plan's
 * newest change, the pull requests it belongs to, our own checks. `app` and `policy` stand for
 * variables.
 */
export function headSelection(
  paths: WantedPaths,
  { app, policy }: { readonly app: string; readonly policy: string },
  variables: Variables,
): string {
  const path = (value: string) => variables.add("String!", value);
  return [
    "oid",
    `tree{oid${paths.directories.includes("") ? " entries{name oid mode type}" : ""}}`,
    `proposed:file(path:${policy}){...Text}`,
    ...paths.documents.map((document, index) => `d${index}:file(path:${path(document)}){...Text}`),
    ...paths.files.map((file, index) => `f${index}:file(path:${path(file)}){...Entry}`),
    ...paths.directories.map((directory, index) =>
      directory === ""
        ? ""
        : `g${index}:file(path:${path(directory)}){...Entry object{...on Tree{entries{name oid mode type}}}}`,
    ),
    ...paths.subtrees.map((directory, index) =>
      directory === "" ? "" : `s${index}:file(path:${path(directory)}){...Entry}`,
    ),
    lastChangeOf(path(paths.planPath)),
    "associatedPullRequests(first:100){pageInfo{hasNextPage endCursor} nodes{number state headRefOid mergeCommit{oid} baseRepository{nameWithOwner}}}",
    ownChecks(app),
  ].join(" ");
}

/** The documents as they were at the start of the range. */
export function startSelection(paths: WantedPaths, variables: Variables): string {
  const before = paths.before.map(
    (document, index) => `b${index}:file(path:${variables.add("String!", document)}){...Text}`,
  );
  return ["oid", ...before].join(" ");
}
