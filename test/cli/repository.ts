import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** What a commit puts at a path: text, bytes, a symbolic link, or nothing (removed). */
export type Content = string | Buffer | { readonly link: string } | null;

const folders: string[] = [];

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The machine's environment without anybody's own git settings. */
export function isolated(date = "2026-09-01T08:00:00Z"): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Kari Nordmann",
    GIT_AUTHOR_EMAIL: "kari@acme.example",
    GIT_COMMITTER_NAME: "Kari Nordmann",
    GIT_COMMITTER_EMAIL: "kari@acme.example",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
}

/** A repository made with the real git, in a temporary folder of its own. */
export class TestRepository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  static create(name = "shop"): TestRepository {
    const folder = join(temporaryFolder(), name);
    mkdirSync(folder);
    const repository = new TestRepository(folder);
    repository.git(["init", "--quiet", "--initial-branch=main", "--template="]);
    return repository;
  }

  /** The same repository once more: much quicker than making it anew. */
  copy(): TestRepository {
    const folder = join(temporaryFolder(), basename(this.folder));
    cpSync(this.folder, folder, { recursive: true, verbatimSymlinks: true });
    return new TestRepository(folder);
  }

  git(args: readonly string[], date?: string): string {
    const options = {
      cwd: this.folder,
      env: isolated(date),
      encoding: "utf8",
      stdio: "pipe",
    } as const;
    return execFileSync("git", args, options).trim();
  }

  /** Commits the files as they are to be, and answers the commit's id. */
  commit(files: Readonly<Record<string, Content>>, date?: string): string {
    for (const [path, content] of Object.entries(files)) this.#put(path, content);
    this.git(["add", "--all"]);
    this.git(["commit", "--quiet", "--allow-empty", "--message=Change"], date);
    return this.git(["rev-parse", "HEAD"]);
  }

  /** Tags the present commit: annotated with a date, lightweight without. */
  tag(name: string, date?: string): void {
    this.git(date === undefined ? ["tag", name] : ["tag", "--annotate", "-m", name, name], date);
  }

  #put(path: string, content: Content): void {
    const file = join(this.folder, path);
    rmSync(file, { recursive: true, force: true });
    if (content === null) return;
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) writeFileSync(file, content);
    else symlinkSync(content.link, file);
  }
}

const SHOP = join(import.meta.dirname, "../fixtures/shop");

/** The documents of the example in which everything is in order on 2026-11-20, and its policy. */
export function shop(): Record<string, string> {
  const docs = join(SHOP, "docs");
  const documents = readdirSync(docs).map((name) => {
    return [`docs/${name}`, readFileSync(join(docs, name), "utf8")] as const;
  });
  return { ...Object.fromEntries(documents), ".github/portcullis.yml": POLICY };
}

/** The smallest policy with which the example passes. */
export const POLICY = `version: 1
roles:
  dpo: { teams: [privacy-office] }
  security-advisor: { teams: [appsec] }
  release-authority: { users: [mona], teams: [release-managers] }
  incident-responder: { teams: [sre] }
  tester: { teams: [qa] }
`;
