import type { Change } from "../../domain/index.ts";
import { type Git, GitFailure } from "./git.ts";

const COMPARE = ["diff-tree", "-r", "-z", "--name-status", "--no-ext-diff", "--no-textconv"];
const EVERYTHING = ["--ignore-submodules=none", "--no-relative"];

/** What differs between two commits; a renamed file with both its paths. */
export async function changesBetween(
  git: Git,
  from: string,
  to: string,
): Promise<readonly Change[]> {
  const compare = (renames: string) => git.ask([...COMPARE, ...EVERYTHING, renames, from, to]);
  const withRenames = await compare("-M");
  // Finding renames reads contents, which a partial clone may lack. Without them the same files
  // show as removed and added, which hides none.
  const answer = withRenames.code === 0 ? withRenames : await compare("--no-renames");
  if (answer.code !== 0) throw new GitFailure("failed", "git diff-tree: the range cannot be read");
  return parse(answer.stdout.toString("utf8").split("\0"));
}

function parse(fields: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let at = 0;
  for (;;) {
    const status = fields[at++];
    if (status === undefined || status === "") return changes;
    const path = fields[at++] ?? "";
    const twoPaths = status.startsWith("R") || status.startsWith("C");
    changes.push(
      twoPaths
        ? { path: fields[at++] ?? "", previousPath: path, kind: "renamed" }
        : { path, previousPath: null, kind: KINDS[status[0] ?? ""] ?? "modified" },
    );
  }
}

const KINDS: Readonly<Record<string, Change["kind"]>> = { A: "added", D: "removed" };
