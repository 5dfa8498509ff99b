import type { Policy, PolicySource } from "../domain/index.ts";
import { MAX_PROBLEMS, problemAt } from "../text/index.ts";
import { checkRequiredRoles, crossCheck } from "./cross-checks.ts";
import type { PolicyDefaults } from "./defaults.ts";
import { layerPolicies } from "./layers.ts";
import { openFile } from "./policy-file.ts";
import type { PolicyProblem } from "../domain/index.ts";
import { readPolicyText } from "./policy-text.ts";
import type { PolicyText } from "./policy-text.ts";
import { extended } from "./settings/general.ts";
import { toPolicy } from "./to-policy.ts";

/** What a policy is read against. */
export interface PolicyContext {
  /** Of the candidate's repository. */
  readonly defaultBranch: string;
  readonly defaults: PolicyDefaults;
  /** Ids of every requirement in the catalogue: `incident-plan.contact-point`. */
  readonly requirements: readonly string[];
  /** Ids of the sections for which a team can name more headings. */
  readonly sections: readonly string[];
}

/** The policy in force, or why there is none that can be used. */
export type PolicyReading =
  | {
      readonly status: "valid";
      readonly policy: Policy;
      /** Where an upper policy tried to weaken the one below it, whose value holds. */
      readonly problems: readonly PolicyProblem[];
    }
  | { readonly status: "invalid"; readonly problems: readonly PolicyProblem[] }
  /** Some policy could not be read, and what could be is in order: nobody can tell what holds. */
  | { readonly status: "unreadable"; readonly problems: readonly PolicyProblem[] };

/**
 * Reads the policies that stand on top of each other, the organisation's floor first. Every
 * problem of every policy is told at once. At least one source must be given.
 */
export function interpretPolicies(
  sources: readonly PolicySource[],
  context: PolicyContext,
): PolicyReading {
  const files = sources.map(openFile);
  const texts = files.flatMap((file) =>
    file.status === "open" ? [readPolicyText(file.origin, file.text, context)] : [],
  );
  const unreadable = [
    ...files.flatMap((file) => (file.status === "unreadable" ? [file.problem] : [])),
    ...texts.flatMap((text) => extendedButNotRead(text, sources)),
  ];
  const invalid = [
    ...files.flatMap((file) => (file.status === "invalid" ? [file.problem] : [])),
    ...texts.flatMap((text, at) => problemsOf(text, texts.slice(0, at), context)),
    ...texts.flatMap((text) => extendedInACircle(text, sources)),
    // A policy that was not read may name the people who are missing in the others.
    ...(texts.length === sources.length ? missingRoles(texts) : []),
  ];
  if (invalid.length > 0)
    return { status: "invalid", problems: told(invalid, unreadable, sources) };
  if (unreadable.length > 0)
    return { status: "unreadable", problems: told(unreadable, [], sources) };

  const [floor, ...uppers] = texts;
  if (floor === undefined) throw new RangeError("There is no policy to interpret.");
  const { statements, weakenings } = layerPolicies(floor, ...uppers);
  const policy = toPolicy(statements, context.defaults, context.defaultBranch);
  return { status: "valid", policy, problems: told(weakenings, [], sources) };
}

function problemsOf(
  text: PolicyText,
  below: readonly PolicyText[],
  { requirements }: PolicyContext,
): readonly PolicyProblem[] {
  const problems = [...text.problems, ...crossCheck(text, below, requirements)];
  const { repository } = text.origin;
  return problems.map((problem) => ({ ...problem, repository }));
}

function missingRoles(texts: readonly PolicyText[]): readonly PolicyProblem[] {
  const repository = texts.at(-1)?.origin.repository ?? "";
  return checkRequiredRoles(texts).map((problem) => ({ ...problem, repository }));
}

/** What a policy extends must have been read too: it could ask for more than what was read. */
function extendedButNotRead(
  text: PolicyText,
  sources: readonly PolicySource[],
): readonly PolicyProblem[] {
  const repository = text.statements.get(extended)?.value;
  if (repository === undefined || placeOf(repository, sources) >= 0) return [];
  return aboutExtends(
    text,
    `The policy of ${repository}, which this one extends, was not read.`,
    "Run the check again.",
  );
}

/** A policy lies above the one it extends; where each is to lie above the other, neither can. */
function extendedInACircle(
  text: PolicyText,
  sources: readonly PolicySource[],
): readonly PolicyProblem[] {
  const repository = text.statements.get(extended)?.value;
  if (repository === undefined) return [];
  if (placeOf(repository, sources) < placeOf(text.origin.repository, sources)) return [];
  const isItself = repository.toLowerCase() === text.origin.repository.toLowerCase();
  return aboutExtends(
    text,
    isItself
      ? "A policy cannot extend itself."
      : `The policy of ${repository}, which this one extends, extends this one: that is a circle.`,
    "Remove `extends` from one of the policies.",
  );
}

function aboutExtends(
  { yaml, origin }: PolicyText,
  message: string,
  remedy: string,
): readonly PolicyProblem[] {
  const problem = problemAt(yaml, extended.path, message, remedy);
  return [{ ...problem, repository: origin.repository }];
}

function placeOf(repository: string, sources: readonly PolicySource[]): number {
  const wanted = repository.toLowerCase();
  return sources.findIndex((source) => source.repository.toLowerCase() === wanted);
}

/** At most so many problems, those of policies in other repositories with the repository's name. */
function told(
  problems: readonly PolicyProblem[],
  further: readonly PolicyProblem[],
  sources: readonly PolicySource[],
): readonly PolicyProblem[] {
  const here = sources.at(-1)?.repository;
  const place = ({ repository }: PolicyProblem) =>
    sources.findIndex((source) => source.repository === repository);
  const inOrder = [...problems].sort((a, b) => place(a) - place(b) || a.line - b.line);
  return [...inOrder.slice(0, MAX_PROBLEMS), ...further].map((problem) =>
    problem.repository === here
      ? problem
      : { ...problem, message: `Policy of ${problem.repository}: ${problem.message}` },
  );
}

/** Reads one policy by itself. */
export function parsePolicy(
  source: { readonly repository: string; readonly path: string; readonly text: string },
  context: PolicyContext,
): { readonly policy: Policy } | { readonly problems: readonly PolicyProblem[] } {
  const { repository, path, text } = source;
  const entry = { kind: "file", oid: "", text } as const;
  const reading = interpretPolicies([{ repository, path, entry }], context);
  return reading.status === "valid" ? { policy: reading.policy } : { problems: reading.problems };
}
