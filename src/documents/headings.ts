import type { Problem } from "../domain/documents.ts";
import { closest, problemAt, readYaml, shownValue, type YamlValue } from "../text/index.ts";
import { headingKey } from "./heading-key.ts";

/** The sections of an incident plan, each with the subsections that are looked for inside it. */
export const SECTIONS = {
  resources: [],
  "support-and-escalation": [],
  "third-party-code": [],
  "what-an-incident-is": [],
  "life-cycle": ["detection", "analysis", "reporting", "handling", "normalising"],
  logs: [],
  evaluation: [],
  consequences: ["development", "business", "people-affected"],
  patching: [],
  "patching-third-party-code": [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Every section and subsection; ids are unique across both. */
export const SECTION_IDS: readonly string[] = Object.entries(SECTIONS).flatMap(
  ([id, subsections]) => [id, ...subsections],
);

/** Accepted headings, by the section's id. Every id of `SECTION_IDS` is there. */
export type Headings = Readonly<Record<string, readonly string[]>>;

export interface ReadHeadings {
  readonly headings: Headings;
  /** A section without headings could never be found; one with a problem has none. */
  readonly problems: readonly Problem[];
}

/** Reads `config/headings.yml`: for each section, the headings by language. */
export function parseHeadings(path: string, text: string): ReadHeadings {
  const yaml = readYaml(path, text);
  const problems: Problem[] = [...yaml.problems];
  const headings: Record<string, readonly string[]> = {};
  for (const id of SECTION_IDS) {
    const accepted = headingsIn(yaml.value?.[id] ?? null);
    headings[id] = accepted ?? [];
    if (accepted !== null) continue;
    problems.push(
      problemAt(
        yaml,
        id,
        `The section ${shownValue(id)} has no headings.`,
        "List headings under each language.",
      ),
    );
  }
  for (const id of Object.keys(yaml.value ?? {})) {
    if (SECTION_IDS.includes(id)) continue;
    const meant = closest(id, SECTION_IDS);
    problems.push(
      problemAt(
        yaml,
        id,
        `There is no section ${shownValue(id)}.`,
        meant === null ? "Remove it." : `Did you mean ${shownValue(meant)}?`,
      ),
    );
  }
  return { headings, problems };
}

/**
 * The headings with a team's own added to them. Ids that are no section's are ignored here: the
 * policy's reader refuses them, with their line. An own heading without a letter accepts nothing.
 */
export function mergeHeadings(
  headings: Headings,
  own: Readonly<Record<string, readonly string[]>>,
): Headings {
  return Object.fromEntries(
    SECTION_IDS.map((id) => {
      const accepted = Object.hasOwn(headings, id) ? (headings[id] ?? []) : [];
      const more = Object.hasOwn(own, id) ? (own[id] ?? []) : [];
      return [id, more.length === 0 ? accepted : [...accepted, ...more]];
    }),
  );
}

/** All headings of all languages, or null where there is none, or one that could match anything. */
function headingsIn(languages: YamlValue): readonly string[] | null {
  if (languages === null || typeof languages === "string" || Array.isArray(languages)) return null;
  const all = Object.values(languages).flat();
  const texts = all.filter((one) => typeof one === "string" && headingKey(one) !== "");
  const isComplete = texts.length > 0 && texts.length === all.length;
  return isComplete ? (texts as readonly string[]) : null;
}
