import type {
  Day,
  Document,
  DocumentReading,
  Problem,
  Threat,
  ThreatModel,
  ThreatSeverity,
  ThreatStatus,
} from "../domain/index.ts";
import {
  MAX_PROBLEMS,
  checkField,
  day,
  fieldPath,
  text,
  textOfLength,
  type ScalarSchema,
  type YamlMapping,
  type YamlValue,
} from "../text/index.ts";
import { elements, isMapping, wrong, type Told } from "./data-map-values.ts";
import { present } from "./fields.ts";
import { readJson } from "./json-text.ts";

/**
 * Reads a model of OWASP Threat Dragon 2 (https://owasp.org/www-project-threat-dragon/docs-2/schema).
 * Its many keys about drawings are left alone. It has no date of its own for a review: ours is
 * `reviewed` in its `summary`.
 */
export function readThreatDragon(
  path: string,
  json: string,
  oid: string,
): DocumentReading<ThreatModel> {
  const yaml = readJson(path, json);
  const problems: Problem[] = [...yaml.problems];
  const told: Told = {
    yaml,
    meant: new Map(),
    tell: (problem) => {
      if (problems.length <= MAX_PROBLEMS) problems.push(problem);
    },
  };
  const fields = yaml.value === null ? {} : understand(told, yaml.value);
  const document: Document<ThreatModel> = {
    path,
    oid,
    broken: yaml.value === null,
    fields,
    problems: problems.sort((a, b) => a.line - b.line),
    lines: yaml.lines,
    sections: {},
    items: [],
  };
  return { status: "read", document };
}

function understand(told: Told, value: YamlMapping): Partial<ThreatModel> {
  const version = value["version"];
  // Older ones keep their threats elsewhere: they would seem to have none.
  if (typeof version !== "string" || !/^2(?:\.\d+)*$/.test(version.trim())) {
    wrong(told, "version", version, "2, or 2.x", "Open the model in Threat Dragon 2 and save it.");
    return {};
  }
  return present<ThreatModel>({
    reviewed: reviewedIn(told, value["summary"]),
    threats: threatsIn(told, value["detail"]),
  });
}

function reviewedIn(told: Told, summary: YamlValue | undefined): Day | undefined {
  const { yaml, tell } = told;
  if (!isMapping(summary)) {
    wrong(told, "summary", summary, "keys with values", "Save the model with Threat Dragon 2.");
    return undefined;
  }
  const written = summary["reviewed"];
  if (written === undefined) return undefined;
  const { output, problems } = checkField(yaml, "summary.reviewed", day, written);
  problems.forEach(tell);
  return typeof output === "string" ? output : undefined;
}

function threatsIn(told: Told, detail: YamlValue | undefined): readonly Threat[] | undefined {
  if (!isMapping(detail)) {
    wrong(told, "detail", detail, "keys with values", "Save the model with Threat Dragon 2.");
    return undefined;
  }
  return elements(told, "detail.diagrams", detail["diagrams"]).flatMap((diagram) =>
    elements(told, fieldPath(diagram.at, "cells"), diagram.value["cells"]).flatMap((cell) => {
      // The program writes them into the data; the schema has them beside it.
      const data = cell.value["data"];
      const inData = isMapping(data) ? data["threats"] : undefined;
      return [
        ...listOfThreats(told, fieldPath(fieldPath(cell.at, "data"), "threats"), inData),
        ...listOfThreats(told, fieldPath(cell.at, "threats"), cell.value["threats"]),
      ];
    }),
  );
}

function listOfThreats(told: Told, field: string, value: YamlValue | undefined): readonly Threat[] {
  if (value === undefined) return [];
  return elements(told, field, value).flatMap(({ at, value: threat }): readonly Threat[] => {
    const status = statusIn(told, at, threat);
    const severity = severityIn(told, at, threat);
    const title = wordsIn(told, fieldPath(at, "title"), text, threat["title"]);
    if (status === null || severity === undefined || title === null) return [];
    const id = idOf(threat) ?? at;
    return [{ field: at, id, title, severity, status }];
  });
}

/** As the program writes them, whatever their letters' case. */
const STATUSES: Readonly<Record<string, ThreatStatus>> = {
  open: "open",
  mitigated: "mitigated",
  notapplicable: "not-applicable",
  "n/a": "not-applicable",
  na: "not-applicable",
};
const SEVERITIES: Readonly<Record<string, ThreatSeverity | null>> = {
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
  // "To be determined", which every new threat has.
  tbd: null,
};

function idOf({ number, id }: YamlMapping): string | null {
  if (typeof number === "string" && /^\d{1,9}$/.test(number)) return `#${number}`;
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : null;
}

/** Words that have to be there; null where they are not, and that was told. */
function wordsIn(
  { yaml, tell }: Told,
  field: string,
  schema: ScalarSchema<string>,
  value: YamlValue | undefined,
): string | null {
  const { output, problems } = checkField(yaml, field, schema, value ?? "");
  problems.forEach(tell);
  return problems.length === 0 && typeof output === "string" ? output : null;
}

const reason = textOfLength(10);
/** What the program writes into each new threat says nothing about it. */
const PRESET = /^provide (?:remediation|mitigation) for this threat\b/i;

function statusIn(told: Told, at: string, threat: YamlMapping): ThreatStatus | null {
  const status = known(STATUSES, threat["status"]);
  if (status === undefined) {
    const expected = "Open, Mitigated or NotApplicable";
    wrong(told, fieldPath(at, "status"), threat["status"], expected, "Choose one of them.");
    return null;
  }
  if (status !== "not-applicable") return status;
  // The program asks for the reason in this field.
  const field = fieldPath(at, "mitigation");
  const why = wordsIn(told, field, reason, threat["mitigation"]);
  if (why === null || !PRESET.test(why)) return why === null ? null : status;
  const expected = "the reason why the threat is not applicable";
  wrong(told, field, why, expected, "Give the reason in a sentence.");
  return null;
}

/** Null: nobody has rated it. Undefined: what stands there is none, and that was told. */
function severityIn(
  told: Told,
  at: string,
  threat: YamlMapping,
): ThreatSeverity | null | undefined {
  const written = threat["severity"];
  if (written === undefined || written === "") return null;
  const severity = known(SEVERITIES, written);
  if (severity === undefined) {
    const expected = "Low, Medium, High, Critical or TBD";
    wrong(told, fieldPath(at, "severity"), written, expected, "Choose one of them.");
  }
  return severity;
}

function known<T>(meanings: Readonly<Record<string, T>>, written: YamlValue | undefined) {
  const key = typeof written === "string" ? written.trim().toLowerCase() : "";
  return Object.hasOwn(meanings, key) ? meanings[key] : undefined;
}
