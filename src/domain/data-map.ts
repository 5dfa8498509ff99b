import type { Document, DocumentReading } from "./documents.ts";
import type { Day } from "./time.ts";

/** What one file of a data map says, in Fideslang's form. A map can consist of several files. */
export interface DataMap {
  readonly reviewed: Day;
  /** What works without personal data. */
  readonly withoutPersonalData: string;
  /** Absent where the file lists no systems at all. */
  readonly declarations: readonly Declaration[];
  /** Keys of the team's own, which the taxonomy does not have. */
  readonly custom: readonly CustomKey[];
}

/** One `privacy_declaration` of a system: which data, about whom, what for. What is not said is null. */
export interface Declaration {
  /** Where it stands in its file: `system.0.privacy_declarations.1`. */
  readonly field: string;
  /** The system's key, or its name where it has none. */
  readonly system: string;
  readonly name: string | null;
  readonly categories: readonly string[];
  readonly use: string | null;
  readonly subjects: readonly string[];
  readonly legalBasis: string | null;
  readonly retention: string | null;
  readonly necessity: string | null;
  /** Who else gets the data: its own third parties and `egress`, and its system's. */
  readonly recipients: readonly string[];
}

export const TAXONOMY_KINDS = ["data_categories", "data_uses", "data_subjects"] as const;
export type TaxonomyKind = (typeof TAXONOMY_KINDS)[number];

export interface CustomKey {
  /** Where it stands in its file: `custom.data_categories.0`. */
  readonly field: string;
  readonly kind: TaxonomyKind;
  readonly key: string;
  /** Null where none is given: data subjects have no parents. */
  readonly parent: string | null;
}

/** Fideslang's keys, each with its parent (null at the top), and the legal bases of GDPR Art. 6 (1). */
export interface Taxonomy {
  readonly version: string;
  readonly keys: Readonly<Record<TaxonomyKind, ReadonlyMap<string, string | null>>>;
  readonly legalBases: readonly string[];
}

/** The files of a data map, in the policy's order; what a glob could not find is one of them. */
export type DataMapReading = readonly DocumentReading<DataMap>[];

/** A declaration with the file in which it stands. */
export interface PlacedDeclaration {
  readonly document: Document<DataMap>;
  readonly declaration: Declaration;
}

/** Every declaration of the files that could be read. */
export function declarationsOf(map: DataMapReading): readonly PlacedDeclaration[] {
  return map.flatMap((reading) => {
    if (reading.status !== "read") return [];
    const { document } = reading;
    return (document.fields.declarations ?? []).map((declaration) => ({ document, declaration }));
  });
}

/** A text that people wrote, made fit to stand inside a sentence: one line, short, no code marks. */
export function inWords(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST)
    .replaceAll("`", "'")
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("")}…` : line;
}

const LONGEST = 80;
