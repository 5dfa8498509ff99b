import { execFile } from "node:child_process";
import { devNull } from "node:os";

/** How a git command ended. An exit code other than 0 is an answer too: git says "no" with it. */
interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  /** Always in English. */
  readonly stderr: string;
}

/** Git in one folder, hardened: nothing that the folder's own configuration says is executed. */
export interface Git {
  readonly directory: string;
  /** Runs a command; `input` goes to its standard input. Throws only what `GitFailure` names. */
  ask(args: readonly string[], input?: string): Promise<GitAnswer>;
  /** Like `ask`, for commands that must succeed. */
  read(args: readonly string[], input?: string): Promise<Buffer>;
}

/** Git could not be run to its end. `code` is closed. */
export class GitFailure extends Error {
  readonly code: "not-installed" | "timed-out" | "failed";
  constructor(code: GitFailure["code"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "GitFailure";
    this.code = code;
  }
}

const TIMEOUT = 120_000;
const MOST_OUTPUT = 512 * 1024 * 1024;

/**
 * What a repository's configuration could make git run while it only reads, switched off. Hooks,
 * filters, pagers and signature programs have no part in the plumbing that we call; commands that
 * compare take `--no-ext-diff --no-textconv` besides.
 */
const HARDENING = [
  "--no-pager",
  "--no-replace-objects",
  "--literal-pathspecs",
  "-c",
  "core.fsmonitor=false",
  "-c",
  `core.hooksPath=${devNull}`,
  "-c",
  "protocol.allow=never",
];

/** Git in a folder. The environment is the caller's own, without what points at another repository. */
export function gitIn(directory: string, environment: NodeJS.ProcessEnv): Git {
  const env = environmentFor(environment);
  const ask = (args: readonly string[], input = ""): Promise<GitAnswer> =>
    run(["-C", directory, ...HARDENING, ...args], env, input);
  return {
    directory,
    ask,
    async read(args, input) {
      const answer = await ask(args, input);
      if (answer.code !== 0) {
        throw new GitFailure("failed", complaint(args[0] ?? "", answer.stderr));
      }
      return answer.stdout;
    },
  };
}

function complaint(command: string, stderr: string): string {
  const partial = stderr.includes("promisor remote");
  const remedy = partial ? ". Clone again, in full (without `--filter`)." : "";
  return `git ${command}: ${firstComplaint(stderr)}${remedy}`;
}

/** The first line in which git says what is wrong, without its prefix. */
export function firstComplaint(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const complaint = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines[0];
  return complaint?.replace(/^(fatal|error): /, "") ?? "it gave no reason";
}

const KEPT = /^GIT_(CONFIG_|CONFIG$|EXEC_PATH$|CEILING_DIRECTORIES$|DISCOVERY_ACROSS_FILESYSTEM$)/;

function environmentFor(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !name.startsWith("GIT_") || KEPT.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    LANGUAGE: "",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // A partial clone would fetch what it lacks, by a command that its configuration names.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    // Grafts make git lie about a commit's parents. The path must not exist: git warns of others.
    GIT_GRAFT_FILE: `${devNull}/none`,
  };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<GitAnswer> {
  const options = {
    env,
    encoding: "buffer",
    timeout: TIMEOUT,
    maxBuffer: MOST_OUTPUT,
    windowsHide: true,
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile("git", args, options, (error, stdout, stderr) => {
      const said = stderr.toString("utf8");
      if (!error) resolve({ code: 0, stdout, stderr: said });
      else if (typeof error.code === "number") {
        resolve({ code: error.code, stdout, stderr: said });
      } else reject(failureOf(error));
    });
    // Git may end before it has read everything; its exit code tells why.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

function failureOf(error: Error & { code?: unknown; killed?: boolean }): GitFailure {
  if (error.code === "ENOENT") {
    const remedy = "Install it (https://git-scm.com/downloads) and try again.";
    return new GitFailure(
      "not-installed",
      `Git is not installed, or not on the PATH. ${remedy}`,
      error,
    );
  }
  if (error.killed === true && error.code !== "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return new GitFailure(
      "timed-out",
      `git did not answer within ${TIMEOUT / 1000} seconds.`,
      error,
    );
  }
  return new GitFailure("failed", `git could not be run: ${error.message}`, error);
}
