import { readFileSync } from "node:fs";
import {
  type Knowledge,
  parseCatalogue,
  parseRegimes,
  parseTaxonomy,
} from "./application/index.ts";
import { type Headings, parseHeadings } from "./documents/index.ts";
import type { Problem } from "./domain/index.ts";
import { type ConfigText, parsePolicyDefaults, type PolicyDefaults } from "./policy/index.ts";

/**
 * Reads what ships with Portcullis as data (`config/`). The files are ours, so a problem in one is a
 * bug: it throws, naming file and line.
 */
export function loadKnowledge(): Knowledge {
  const catalogue = textOf("catalogue.yml");
  const taxonomy = textOf("fideslang.yml");
  const regimes = textOf("regimes.yml");
  return {
    catalogue: parseCatalogue(catalogue.path, catalogue.text),
    headings: headingsIn(textOf("headings.yml")),
    policyDefaults: defaultsIn(textOf("policy-defaults.yml"), textOf("criticality.yml")),
    taxonomy: parseTaxonomy(taxonomy.path, taxonomy.text),
    regimes: parseRegimes(regimes.path, regimes.text),
  };
}

const CONFIG = new URL("../config/", import.meta.url);

function textOf(name: string): ConfigText {
  return { path: `config/${name}`, text: readFileSync(new URL(name, CONFIG), "utf8") };
}

function headingsIn({ path, text }: ConfigText): Headings {
  const { headings, problems } = parseHeadings(path, text);
  if (problems.length > 0) throw broken(problems);
  return headings;
}

function defaultsIn(policy: ConfigText, criticality: ConfigText): PolicyDefaults {
  const read = parsePolicyDefaults(policy, criticality);
  if ("problems" in read) throw broken(read.problems);
  return read.defaults;
}

function broken(problems: readonly Problem[]): Error {
  const lines = problems.map(({ path, line, message }) => `${path}:${line}: ${message}`);
  return new Error(`The data that ships with Portcullis is broken.\n${lines.join("\n")}`);
}
