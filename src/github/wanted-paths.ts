import type { Wanted } from "../application/index.ts";
import type { Pattern } from "../domain/index.ts";
import { planOf, type GlobPlan } from "./globs.ts";

/** Where the policy stands in every repository. */
export const POLICY_PATH = ".github/portcullis.yml";

/** What one read asks of the head commit: each path once, under a numbered alias. */
export interface WantedPaths {
  readonly documents: readonly string[];
  readonly files: readonly string[];
  /** Files that do not fit into the read itself. */
  readonly furtherFiles: readonly string[];
  readonly before: readonly string[];
  readonly globs: readonly { readonly pattern: Pattern; readonly plan: GlobPlan }[];
  /** Directories whose entries are listed in the read itself; "" is the root. */
  readonly directories: readonly string[];
  /** Directories of which only the tree's id is needed. */
  readonly subtrees: readonly string[];
  readonly planPath: string;
}

/** How many files are asked for in the read itself. */
const FILES_IN_THE_READ = 200;

/** Sorts out what is wanted, so that nothing is asked twice. */
export function wantedPaths(wanted: Wanted): WantedPaths {
  const globs = unique(wanted.globs, (pattern) => pattern.text).map((pattern) => ({
    pattern,
    plan: planOf(pattern),
  }));
  const plans = globs.map(({ plan }) => plan);
  const documents = unique(wanted.documents);
  const literal = plans.flatMap((plan) => (plan.how === "literal" ? [plan.path] : []));
  const files = unique([...wanted.files, ...literal]).filter((path) => !documents.includes(path));
  return {
    documents,
    files: files.slice(0, FILES_IN_THE_READ),
    furtherFiles: files.slice(FILES_IN_THE_READ),
    before: unique(wanted.before),
    globs,
    directories: unique(
      plans.flatMap((plan) => (plan.how === "directory" ? [plan.directory] : [])),
    ),
    subtrees: unique(plans.flatMap((plan) => (plan.how === "subtree" ? [plan.directory] : []))),
    planPath: wanted.planPath,
  };
}

function unique<T>(items: readonly T[], key: (item: T) => unknown = (item) => item): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
