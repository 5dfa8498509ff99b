import type { DocumentReading, FileEntry, Problem, Vex, VexStatement } from "../domain/index.ts";
import { MAX_PROBLEMS, type YamlMapping } from "../text/index.ts";
import { isMapping, wrong, type Told } from "./data-map-values.ts";
import { documentText } from "./document-text.ts";
import { readJson } from "./json-text.ts";
import { readCsaf } from "./vex-csaf.ts";
import { readOpenVex } from "./vex-open.ts";

/**
 * Reads a VEX document: OpenVEX, or CSAF 2 with its VEX profile. A statement that has no justification
 * is told and excuses nothing; with any other problem the document has no statements at all.
 */
export function readVex(path: string, entry: FileEntry | undefined): DocumentReading<Vex> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  const yaml = readJson(path, read.text);
  const problems: Problem[] = [...yaml.problems];
  const told: Told = {
    yaml,
    meant: new Map(),
    tell: (problem) => {
      if (problems.length <= MAX_PROBLEMS) problems.push(problem);
    },
  };
  const statements = yaml.value === null ? [] : statementsIn(told, yaml.value);
  // Nobody can tell what a statement that was not understood would have taken back.
  const isWhole = problems.length === 0;
  for (const { field, status, justification } of statements) {
    if (status !== "not-affected" || justification !== null) continue;
    const remedy = "Say why in `justification` (OpenVEX) or `flags` (CSAF), with a label of VEX.";
    const line = yaml.lines.get(field) ?? 1;
    const message = `${field} says that a product is not affected, but not why: it does not count.`;
    told.tell({ path, line, field: `${field}.justification`, message, remedy });
  }
  const document = {
    path,
    oid: read.oid,
    broken: yaml.value === null,
    fields: isWhole ? { statements } : {},
    problems: problems.sort((a, b) => a.line - b.line),
    lines: yaml.lines,
    sections: {},
    items: [],
  };
  return { status: "read", document };
}

function statementsIn(told: Told, value: YamlMapping): readonly VexStatement[] {
  if (isMapping(value["document"])) return readCsaf(told, value, value["document"]);
  const context = value["@context"];
  if (typeof context === "string" && /^https:\/\/openvex\.dev\/ns(?:\/v0[.\d]*)?$/.test(context)) {
    return readOpenVex(told, value);
  }
  const expected = "https://openvex.dev/ns";
  wrong(told, "@context", context, expected, "Write the document as OpenVEX 0, or as CSAF 2.");
  return [];
}
