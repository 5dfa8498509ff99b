import type { Case } from "../../case.ts";
import type { DataMap, Declaration, TaxonomyKind } from "../../data-map.ts";
import type { Location } from "../../decision.ts";
import type { Document } from "../../documents.ts";
import { at } from "../../reading.ts";
import { unsatisfied, type Result } from "../../requirement.ts";
import { bounded } from "./in-map.ts";

const WORDS: Readonly<Record<TaxonomyKind, string>> = {
  data_categories: "data category",
  data_uses: "data use",
  data_subjects: "data subject",
};

/**
 * Every key is Fideslang's, or a team's own with a parent that is. One result for each key that is
 * not, with the places where it stands.
 */
export function keysAreKnown(files: readonly Document<DataMap>[], c: Case): readonly Result[] {
  const own = files.flatMap((document) =>
    (document.fields.custom ?? []).map((label) => ({ document, label })),
  );
  const declared = new Set(own.map(({ label }) => `${label.kind} ${label.key}`));
  const unknown = new Map<string, { kind: TaxonomyKind; key: string; places: Location[] }>();
  for (const document of files) {
    for (const declaration of document.fields.declarations ?? []) {
      for (const { kind, key, field } of keysOf(declaration)) {
        if (c.taxonomy.keys[kind].has(key)) continue;
        const id = `${kind} ${key}`;
        if (declared.has(id)) continue;
        const known = unknown.get(id) ?? { kind, key, places: [] };
        unknown.set(id, known);
        known.places.push(at(document, field));
      }
    }
  }
  const orphans = own.flatMap(({ document, label }) => {
    const { kind, key, parent, field } = label;
    const known = c.taxonomy.keys[kind];
    if (known.has(key) || (parent !== null && known.has(parent))) return [];
    // Data subjects stand side by side in Fideslang: they have no parents.
    if (kind === "data_subjects" && parent === null) return [];
    const lack =
      parent === null ? "has no parent" : `has the parent \`${parent}\`, which Fideslang lacks`;
    return [
      unsatisfied(`Your own ${WORDS[kind]} \`${key}\` ${lack}.`, {
        locations: [at(document, field)],
        remedy: `Name the key of Fideslang's taxonomy that \`${key}\` is a kind of.`,
      }),
    ];
  });
  return bounded([...[...unknown.values()].map((one) => notKnown(one, c)), ...orphans], "keys");
}

function* keysOf({ field, categories, use, subjects }: Declaration) {
  for (const [index, key] of categories.entries()) {
    yield { kind: "data_categories", key, field: `${field}.data_categories.${index}` } as const;
  }
  if (use !== null) yield { kind: "data_uses", key: use, field: `${field}.data_use` } as const;
  for (const [index, key] of subjects.entries()) {
    yield { kind: "data_subjects", key, field: `${field}.data_subjects.${index}` } as const;
  }
}

/** Where a key stands is only shown for the first few. */
const MOST_PLACES = 5;

function notKnown(
  { kind, key, places }: { kind: TaxonomyKind; key: string; places: readonly Location[] },
  c: Case,
): Result {
  const near = nearest(key, [...c.taxonomy.keys[kind].keys()]);
  const page = `https://ethyca.github.io/fideslang/taxonomy/${kind}/`;
  const times = places.length === 1 ? "" : ` It stands in ${places.length} declarations.`;
  return unsatisfied(
    `\`${key}\` is no ${WORDS[kind]} of Fideslang ${c.taxonomy.version}, and none of your own.${times}`,
    {
      locations: places.slice(0, MOST_PLACES),
      remedy:
        near.length > 0
          ? `Did you mean ${near.map((one) => `\`${one}\``).join(" or ")}? A key of your own is declared under custom.${kind}, with its parent.`
          : `Take a key from ${page}, or declare it under custom.${kind}, with its parent.`,
    },
  );
}

/** Keys that end alike, or else lie below the same parent: what somebody probably meant. */
function nearest(key: string, known: readonly string[]): readonly string[] {
  const parts = key.split(".");
  const last = parts.at(-1) ?? "";
  const alike = known.filter((one) => one.split(".").at(-1) === last);
  const beside = `${parts.slice(0, -1).join(".")}.`;
  const siblings = known.filter((one) => one.startsWith(beside));
  return (alike.length > 0 ? alike : siblings).slice(0, 4);
}
