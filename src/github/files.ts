import { z } from "zod";
import type { FileEntry, Files } from "../domain/index.ts";
import type { Recent } from "../text/index.ts";
import type { Api } from "./api.ts";
import { entryAt, textAt } from "./entries-at.ts";
import { ENTRY, TEXT } from "./file-entries.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";

/** What lies at one path of one commit never changes; keyed by `<repository>@<commit>:<path>`. */
export type RememberedFiles = Recent<FileEntry>;

/** How many paths one request asks for. */
const PATHS_A_REQUEST = 200;

export interface FilesAt {
  readonly repository: string;
  readonly commit: string;
  readonly paths: readonly string[];
  /** Whether the texts are wanted too. Texts are not remembered: they may be large. */
  readonly withText: boolean;
}

/** What lies at these paths of a commit; nothing is asked that is remembered. */
export async function filesAt(
  api: Api,
  asked: FilesAt,
  remembered: RememberedFiles,
): Promise<Files> {
  const files = new Map<string, FileEntry>();
  const unknown: string[] = [];
  for (const path of new Set(asked.paths)) {
    const known = asked.withText ? undefined : remembered.get(keyOf(asked, path));
    if (known) files.set(path, known);
    else unknown.push(path);
  }
  for (let from = 0; from < unknown.length; from += PATHS_A_REQUEST) {
    const paths = unknown.slice(from, from + PATHS_A_REQUEST);
    for (const [path, entry] of await readFiles(api, { ...asked, paths })) files.set(path, entry);
  }
  const all = Object.fromEntries(files);
  rememberFiles(asked, all, remembered);
  return all;
}

/** Keeps what was read of a commit, but no texts, and nothing that could not be read. */
export function rememberFiles(
  at: { readonly repository: string; readonly commit: string },
  files: Files,
  remembered: RememberedFiles,
): void {
  for (const [path, entry] of Object.entries(files)) {
    if (entry.kind === "unreadable") continue;
    const kept = entry.kind === "file" ? { kind: entry.kind, oid: entry.oid } : entry;
    remembered.set(keyOf(at, path), kept);
  }
}

function keyOf(at: { readonly repository: string; readonly commit: string }, path: string): string {
  return `${at.repository.toLowerCase()}@${at.commit}:${path}`;
}

type Found = readonly (readonly [path: string, entry: FileEntry])[];

async function readFiles(api: Api, asked: FilesAt): Promise<Found> {
  const variables = new Variables();
  const { owner, repo } = repositoryOf(asked.repository);
  const repository = `owner:${variables.add("String!", owner)},name:${variables.add("String!", repo)}`;
  const oid = variables.add("GitObjectID!", asked.commit);
  const fragment = asked.withText ? "Text" : "Entry";
  const aliases = asked.paths.map(
    (path, index) => `p${index}:file(path:${variables.add("String!", path)}){...${fragment}}`,
  );
  const body = `query Files${variables.declarations}{rateLimit{cost remaining} repository(${repository},followRenames:false){commit:object(oid:${oid}){...on Commit{oid ${aliases.join(" ")}}}}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [TEXT, ENTRY]), variables: variables.values },
    z.object({
      repository: z
        .object({ commit: z.looseObject({ oid: z.string().optional() }).nullable() })
        .nullable(),
    }),
  );
  const answer = data.repository?.commit;
  if (answer?.oid !== asked.commit) return allUnreadable(asked.paths);
  const commit = { at: ["repository", "commit"], answer, errors };
  const entry = asked.withText ? textAt : entryAt;
  return asked.paths.map((path, index) => [path, entry(commit, `p${index}`)] as const);
}

function allUnreadable(paths: readonly string[]): Found {
  const reason = "GitHub did not give the commit.";
  return paths.map((path) => [path, { kind: "unreadable", oid: null, reason }] as const);
}
