import type { Document, DocumentReading, Problem, Section } from "./documents.ts";
import type { Reading } from "./evidence.ts";
import type { Location } from "./decision.ts";
import { onlyGitHub, satisfied, unknown, unsatisfied, type Result } from "./requirement.ts";

/**
 * Hands a part of the evidence to `use` if it was read. Otherwise the result is `unknown`, or waits
 * for GitHub: never "none".
 */
export function whenRead<T, R>(
  reading: Reading<T>,
  what: string,
  use: (value: T) => R,
): R | Result {
  switch (reading.status) {
    case "read":
      return use(reading.value);
    case "unreadable":
      return unknown(`Could not read ${what}: ${reading.reason}`);
    case "only-github":
      return onlyGitHub(what);
  }
}

/** Hands a document to `use` if it is there and could be parsed. */
export function inDocument<F, R>(
  reading: DocumentReading<F>,
  name: string,
  use: (document: Document<F>) => R,
): R | Result {
  switch (reading.status) {
    case "missing":
      return unsatisfied(`There is no ${name} at \`${reading.path}\`: ${reading.why}`, {
        locations: [{ path: reading.path, line: 1 }],
      });
    case "unreadable":
      return unknown(`The ${name} \`${reading.path}\` could not be read: ${reading.reason}`, {
        locations: [{ path: reading.path, line: 1 }],
        actsNext: "author",
      });
    case "read":
      if (reading.document.broken) {
        return unknown(
          `The ${name} \`${reading.document.path}\` cannot be understood until its problems are mended.`,
          { locations: locationsOf(reading.document.problems), actsNext: "author" },
        );
      }
      return use(reading.document);
  }
}

/** The requirement `.exists`: the document is there, and every problem that no other requirement claims. */
export function documentExists<F>(
  reading: DocumentReading<F>,
  name: string,
  claimed: readonly string[],
): Result | readonly Result[] {
  if (reading.status !== "read") return inDocument(reading, name, () => satisfied(""));
  const { document } = reading;
  const problems = document.broken
    ? document.problems
    : document.problems.filter((problem) => !claimed.some((field) => isWithin(problem, field)));
  if (problems.length > 0) return problems.map(asResult);
  if (document.broken) return unknown(`The ${name} \`${document.path}\` cannot be understood.`);
  return satisfied(`The ${name} is at \`${document.path}\`.`, { locations: [at(document, "")] });
}

/**
 * Hands one field of a document to `use` if it is there and has no problem. `missing` says in a
 * sentence what is not there.
 */
export function inField<F, K extends keyof F, R>(
  document: Document<F>,
  field: { readonly key: K; readonly name: string; readonly missing: string },
  use: (value: Exclude<F[K], undefined>) => R,
): R | Result | readonly Result[] {
  const problems = document.problems.filter((problem) => isWithin(problem, field.name));
  if (problems.length > 0) return problems.map(asResult);
  const value = document.fields[field.key];
  if (value === undefined) return unsatisfied(field.missing, { locations: [at(document, "")] });
  return use(value as Exclude<F[K], undefined>);
}

/** The requirement that sections say something; all that do not are named at once. */
export function sectionsSaySomething(
  document: Document<unknown>,
  wanted: readonly { readonly id: string; readonly heading: string }[],
): Result | readonly Result[] {
  const lacking = wanted.flatMap(({ id, heading }) => {
    const section = document.sections[id] ?? { state: "missing" };
    if (section.state === "says-something") return [];
    const line = "line" in section ? section.line : 1;
    return [unsatisfied(lackOf(section, heading), { locations: [{ path: document.path, line }] })];
  });
  if (lacking.length > 0) return lacking;
  const names = wanted.map(({ heading }) => `"${heading}"`).join(", ");
  return satisfied(`The plan has ${wanted.length > 1 ? "sections" : "a section"} ${names}.`, {
    locations: wanted.map(({ id }) => {
      const section = document.sections[id];
      return { path: document.path, line: section && "line" in section ? section.line : 1 };
    }),
  });
}

/** Where a field stands, or the nearest key above it that does. */
export function at({ path, lines }: Document<unknown>, field: string): Location {
  for (let key = field; key !== ""; key = key.slice(0, Math.max(0, key.lastIndexOf(".")))) {
    const line = lines.get(key);
    if (line !== undefined) return { path, line };
  }
  return { path, line: 1 };
}

/** A problem of a text, as the result of the requirement that reads it. */
export function asResult(problem: Problem): Result {
  return unsatisfied(problem.message, {
    remedy: problem.remedy,
    locations: locationsOf([problem]),
  });
}

function lackOf(section: Section, heading: string): string {
  switch (section.state) {
    case "missing":
      return `The plan has no section "${heading}".`;
    case "too-short":
      return `The section "${heading}" says too little: ${section.length} characters.`;
    case "placeholder":
      return `The section "${heading}" still has the placeholder ${section.placeholder}.`;
    case "says-something":
      return "";
  }
}

function isWithin(problem: Problem, field: string): boolean {
  return problem.field === field || problem.field.startsWith(`${field}.`);
}

function locationsOf(problems: readonly Problem[]): Location[] {
  return problems.map(({ path, line }) => ({ path, line }));
}
