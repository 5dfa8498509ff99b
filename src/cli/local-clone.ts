import {
  scrutinyWithout,
  type EvidenceSource,
  type FileOptions,
  type Names,
  type PoliciesInForce,
  type Snapshot,
  type Wanted,
} from "../application/index.ts";
import { extendedBy } from "../policy/index.ts";
import type {
  Candidate,
  FileEntry,
  Files,
  Pattern,
  People,
  PolicyHistory,
  PolicySource,
  Range,
  Reading,
  Scrutiny,
} from "../domain/index.ts";
import { findCandidate, type Request } from "./candidate-in-clone.ts";
import {
  type Base,
  changesBetween,
  type Clone,
  entryOf,
  findBefore,
  isGarbled,
  listTree,
  openClone,
  type RangeStart,
  readTexts,
  type Tree,
} from "./git/index.ts";

/** Where a policy stands in a repository. */
export const POLICY_PATH = ".github/portcullis.yml";

/** The evidence of a local clone, or the one sentence that says why there is none. */
export type OpenedSource =
  | { readonly status: "open"; readonly source: LocalClone }
  | { readonly status: "refused"; readonly message: string };

/** Opens a folder's clone and finds there what is to be checked. Expected failures are values. */
export async function openLocalClone(
  directory: string,
  request: Request,
  environment: NodeJS.ProcessEnv,
): Promise<OpenedSource> {
  const opened = await openClone(directory, environment);
  if (opened.status === "refused") return opened;
  const found = await findCandidate(opened.clone, request);
  if (found.status === "refused") return found;
  return { status: "open", source: new LocalClone(opened.clone, found.candidate, found.base) };
}

const ONLY_GITHUB = { status: "only-github" } as const;
const ONLY_GITHUB_ENTRY = { kind: "only-github" } as const;

/**
 * A commit of a local clone as a source of evidence. It reads the commit, never the working tree;
 * what only GitHub knows (reviews, people, whose commits they are) is `only-github`.
 */
export class LocalClone implements EvidenceSource {
  readonly candidate: Candidate;
  readonly #clone: Clone;
  readonly #base: Base | null;
  readonly #trees = new Map<string, Promise<Tree>>();
  #policies: Promise<PoliciesInForce> | null = null;

  constructor(clone: Clone, candidate: Candidate, base: Base | null) {
    this.candidate = candidate;
    this.#clone = clone;
    this.#base = base;
  }

  /** The policy of BASE where one is given, else the candidate's own. */
  policies(): Promise<PoliciesInForce> {
    // Commits never change, so it is read once.
    this.#policies ??= this.#readPolicies();
    return this.#policies;
  }

  async snapshot(wanted: Wanted): Promise<Snapshot> {
    const { commit } = this.candidate;
    const before = await findBefore(
      this.#clone,
      {
        commit,
        release: this.candidate.release,
        isRelease: (tag) => wanted.tags.some((pattern) => pattern.matches(tag)),
      },
      this.#base,
    );
    const tree = await this.#tree(commit);
    const matches = wanted.globs.map((glob) => [glob.text, matching(tree, glob)] as const);
    const listed = matches.flatMap(([, paths]) => paths);
    return {
      policies: await this.policies(),
      candidate: this.candidate,
      files: {
        ...(await this.#entries(commit, [...listed, ...wanted.files])),
        ...(await this.#read(commit, wanted.documents)),
      },
      listings: Object.fromEntries(matches.map(([glob, paths]) => [glob, listing(paths)])),
      range: await this.#range(before.start, wanted.before),
      previousRelease: before.previousRelease,
      commits: ONLY_GITHUB,
      reviews: ONLY_GITHUB,
      timeline: ONLY_GITHUB,
      planChange: ONLY_GITHUB,
      changesPolicy: false,
      assets: ONLY_GITHUB,
    };
  }

  files(commit: string, paths: readonly string[], options?: FileOptions): Promise<Files> {
    return options?.withText ? this.#read(commit, paths) : this.#entries(commit, paths);
  }

  async #entries(commit: string, paths: readonly string[]): Promise<Files> {
    const tree = await this.#tree(commit);
    return Object.fromEntries(paths.map((path) => [path, entryOf(tree.get(path))]));
  }

  people(names: Names): Promise<People> {
    const nobody = (keys: readonly string[]) =>
      Object.fromEntries(keys.map((key) => [key, ONLY_GITHUB]));
    return Promise.resolve({ users: nobody(names.users), teams: nobody(names.teams) });
  }

  policyHistory(): Promise<Reading<PolicyHistory>> {
    return Promise.resolve(ONLY_GITHUB);
  }

  scrutiny(): Promise<Scrutiny> {
    return Promise.resolve(scrutinyWithout(ONLY_GITHUB));
  }

  async #range(
    start: Reading<RangeStart | null>,
    paths: readonly string[],
  ): Promise<Reading<Range | null>> {
    if (start.status !== "read") return start;
    if (start.value === null) return { status: "read", value: null };
    const { commit: from, name: fromName } = start.value;
    const [changes, before] = await Promise.all([
      changesBetween(this.#clone.git, from, this.candidate.commit),
      this.#read(from, paths),
    ]);
    return { status: "read", value: { from, fromName, changes, before } };
  }

  async #readPolicies(): Promise<PoliciesInForce> {
    const { repository, defaultBranch } = this.#clone;
    const commit = this.#base?.commit ?? this.candidate.commit;
    const { [POLICY_PATH]: entry } = await this.#read(commit, [POLICY_PATH]);
    const asked = entry !== undefined && entry.kind !== "missing";
    const own = asked ? [{ repository, path: POLICY_PATH, entry }] : [];
    return { defaultBranch, sources: [...own.flatMap(elsewhere), ...own] };
  }

  /** What lies at the paths of a commit, with the texts of files. */
  async #read(commit: string, paths: readonly string[]): Promise<Files> {
    const entries = Object.entries(await this.#entries(commit, paths));
    const oids = entries.flatMap(([, entry]) => (entry.kind === "file" ? [entry.oid] : []));
    const texts = await readTexts(this.#clone.git, oids);
    const withText = ([path, entry]: [string, FileEntry]): [string, FileEntry] => {
      if (entry.kind !== "file") return [path, entry];
      const blob = texts.get(entry.oid) ?? { reason: "git did not give it." };
      return "text" in blob
        ? [path, { ...entry, text: blob.text }]
        : [path, { kind: "unreadable", oid: entry.oid, reason: blob.reason }];
    };
    return Object.fromEntries(entries.map(withText));
  }

  #tree(commit: string): Promise<Tree> {
    const known = this.#trees.get(commit);
    if (known) return known;
    const listed = listTree(this.#clone.git, commit);
    this.#trees.set(commit, listed);
    return listed;
  }
}

/** What a policy extends lies in another repository: only GitHub can tell what it asks for. */
function elsewhere(own: PolicySource): readonly PolicySource[] {
  const repository = extendedBy(own);
  if (repository === null || repository.toLowerCase() === own.repository.toLowerCase()) return [];
  return [{ repository, path: POLICY_PATH, entry: ONLY_GITHUB_ENTRY }];
}

/** Links and submodules are listed too: what stands where a document is wanted must not be hidden. */
function matching(tree: Tree, glob: Pattern): readonly string[] {
  const paths: string[] = [];
  for (const [path, { what }] of tree) {
    if (what !== "directory" && glob.matches(path)) paths.push(path);
  }
  return paths;
}

function listing(paths: readonly string[]): Reading<readonly string[]> {
  const garbled = paths.find(isGarbled);
  if (garbled === undefined) return { status: "read", value: paths };
  const reason = `the name of the file \`${garbled}\` is not text in UTF-8. Rename it.`;
  return { status: "unreadable", reason };
}
