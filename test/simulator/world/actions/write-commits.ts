import type { FileChange } from "../../git/trees.ts";
import { applyChanges } from "../../git/trees.ts";
import type { Account } from "../accounts.ts";
import type { Repository } from "../repositories.ts";
import type { World } from "../world.ts";

/** An account, or a name and address that may belong to nobody on GitHub. */
export type Author = Account | { readonly name: string; readonly email: string };

/** What a commit is to be made of; everything has a default but the author. */
export interface CommitOptions {
  readonly author: Author;
  /** Who applied it; the author unless said otherwise. */
  readonly committer?: Author;
  /** Named in "Co-authored-by:" trailers. */
  readonly coAuthors?: readonly Author[];
  readonly message?: string;
  /** Changes against the first parent. */
  readonly files?: Readonly<Record<string, FileChange>>;
  /** The whole tree instead of changes, e.g. that of another commit. */
  readonly tree?: string;
  readonly parents?: readonly string[];
  /** The author's and committer's date; the simulator's time unless said otherwise. */
  readonly date?: Date;
  /** Made on github.com, which then commits and signs it. */
  readonly viaWeb?: boolean;
}

/** Writes a commit object without moving any branch, and returns its id. */
export function writeCommit(world: World, repository: Repository, options: CommitOptions): string {
  const { objects } = repository;
  const parents = options.parents ?? [];
  const [first] = parents;
  const base = first === undefined ? undefined : objects.read("commit", first).tree;
  const date = options.date ?? world.now();
  const author = { ...identityOf(options.author), date };
  const applier = options.viaWeb === true ? webFlow : (options.committer ?? options.author);
  const committer = { ...identityOf(applier), date };
  const trailers = (options.coAuthors ?? []).map((coAuthor) => {
    const { name, email } = identityOf(coAuthor);
    return `Co-authored-by: ${name} <${email}>`;
  });
  const message = options.message ?? "Change something";
  const oid = objects.putCommit({
    tree: options.tree ?? applyChanges(objects, base, options.files ?? {}),
    parents,
    author,
    committer,
    message: trailers.length === 0 ? message : `${message}\n\n${trailers.join("\n")}`,
  });
  if (options.viaWeb === true) repository.commitsViaWeb.add(oid);
  return oid;
}

/** What github.com writes as the committer of commits that it makes itself. */
const webFlow: Author = { name: "GitHub", email: "noreply@github.com" };

/** The name and address with which an author signs. */
export function identityOf(author: Author): { name: string; email: string } {
  if (!("login" in author)) return author;
  return { name: author.name ?? author.login, email: author.email };
}
