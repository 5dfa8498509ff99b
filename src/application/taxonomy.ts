import { z } from "zod";
import type { Taxonomy, TaxonomyKind } from "../domain/index.ts";
import { checkFields, readYaml } from "../text/index.ts";

const keys = z.array(z.string().min(1)).min(1);
const shape = {
  version: z.string(),
  data_categories: keys,
  data_uses: keys,
  data_subjects: keys,
  legal_bases: keys,
};

/**
 * Reads `config/fideslang.yml`. The file is ours and ships with the code, so a problem in it is a
 * bug: it throws. That includes a key that stands twice, or whose parent is missing.
 */
export function parseTaxonomy(path: string, text: string): Taxonomy {
  const required = Object.keys(shape) as (keyof typeof shape)[];
  const { fields, problems } = checkFields(readYaml(path, text), shape, { required });
  const wrong = problems.map(({ line, message }) => `${path}:${line}: ${message}`);
  const listed = (kind: TaxonomyKind) => {
    const parents = new Map<string, string | null>();
    for (const key of fields[kind] ?? []) {
      if (parents.has(key)) wrong.push(`${path}: ${key} stands twice.`);
      parents.set(key, parentOf(key));
    }
    for (const [key, parent] of parents) {
      if (parent !== null && !parents.has(parent)) wrong.push(`${path}: ${key} has no parent.`);
    }
    return parents;
  };
  const keysOf = {
    data_categories: listed("data_categories"),
    data_uses: listed("data_uses"),
    data_subjects: listed("data_subjects"),
  };
  if (wrong.length > 0) throw new Error(`The taxonomy is broken.\n${wrong.join("\n")}`);
  return {
    version: fields.version ?? "",
    keys: keysOf,
    legalBases: fields.legal_bases ?? [],
  };
}

/** https://ethyca.github.io/fideslang/syntax/: the parent's key is what stands before the last dot. */
function parentOf(key: string): string | null {
  const dot = key.lastIndexOf(".");
  return dot === -1 ? null : key.slice(0, dot);
}
