import { basename, dirname, resolve } from "node:path";
import { readFile } from "node:fs/promises";
import { firstComplaint, type Git, GitFailure, gitIn } from "./git.ts";
import { repositoryOf } from "./remote.ts";

/** A git clone that can be read, and what is known of it before any commit is looked at. */
export interface Clone {
  readonly git: Git;
  /** `owner/name` after the remote `origin`, else the folder's name. */
  readonly repository: string;
  readonly defaultBranch: string;
  /** Commits at which a shallow clone's history is cut off; empty for a whole clone. */
  readonly cutOffAt: ReadonlySet<string>;
  /** The clone was told to leave tags out (`--no-tags`), so having none means nothing. */
  readonly leavesTagsOut: boolean;
}

/** The clone, or the one sentence that says why there is none and what to do. */
export type Opened =
  | { readonly status: "open"; readonly clone: Clone }
  | { readonly status: "refused"; readonly message: string };

/** Opens the git clone that a folder belongs to: a working tree, a worktree, or a bare repository. */
export async function openClone(
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<Opened> {
  const folder = resolve(directory);
  const git = gitIn(folder, environment);
  try {
    const found = await git.ask(["rev-parse", "--git-common-dir", "--git-path", "shallow"]);
    if (found.code !== 0) return { status: "refused", message: refusal(folder, found.stderr) };
    const [common = "", shallow = ""] = found.stdout.toString("utf8").split("\n");
    const [cutOffAt, origin, defaultBranch] = await Promise.all([
      readShallow(resolve(folder, shallow)),
      readOrigin(git),
      readDefaultBranch(git),
    ]);
    const repository = repositoryOf(origin.url) ?? folderName(resolve(folder, common));
    const { leavesTagsOut } = origin;
    return {
      status: "open",
      clone: { git, repository, defaultBranch, cutOffAt, leavesTagsOut },
    };
  } catch (error) {
    if (error instanceof GitFailure) return { status: "refused", message: error.message };
    throw error;
  }
}

function refusal(folder: string, stderr: string): string {
  if (stderr.includes("dubious ownership")) {
    const trust = `git config --global --add safe.directory '${folder}'`;
    return `Git does not read ${folder}, because somebody else owns it. If you trust it, run: ${trust}`;
  }
  if (stderr.includes("cannot change to")) {
    return `There is no folder ${folder}. Give --repo the folder of a git clone.`;
  }
  if (stderr.includes("not a git repository")) {
    return `${folder} is not a git repository. Run this in a clone, or give --repo the folder of one.`;
  }
  return `Git cannot read ${folder}: ${firstComplaint(stderr)}.`;
}

async function readShallow(file: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(file, "utf8");
    return new Set(text.split("\n").filter((line) => line !== ""));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
    throw new GitFailure("failed", `The clone's file ${file} cannot be read.`, error);
  }
}

interface Origin {
  readonly url: string;
  readonly leavesTagsOut: boolean;
}

async function readOrigin(git: Git): Promise<Origin> {
  const [url, settings] = await Promise.all([
    git.ask(["ls-remote", "--get-url", "origin"]),
    git.ask(["config", "-z", "--get-all", "remote.origin.tagopt"]),
  ]);
  const tagOptions = settings.stdout.toString("utf8").split("\0");
  return {
    url: url.code === 0 ? url.stdout.toString("utf8").trim() : "",
    leavesTagsOut: tagOptions.includes("--no-tags"),
  };
}

async function readDefaultBranch(git: Git): Promise<string> {
  const head = await git.ask(["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"]);
  const branch = /^refs\/remotes\/origin\/(.+)\n$/.exec(head.stdout.toString("utf8"))?.[1];
  return branch ?? "main";
}

/** The name under which people know the folder: of `shop/.git` and of `shop.git` it is `shop`. */
function folderName(gitDirectory: string): string {
  const name = basename(gitDirectory);
  return name === ".git" ? basename(dirname(gitDirectory)) : name.replace(/\.git$/, "");
}
