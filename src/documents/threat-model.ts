import { z } from "zod";

import {
  THREAT_SEVERITIES,
  THREAT_STATUSES,
  type DocumentReading,
  type FileEntry,
  type Problem,
  type Threat,
  type ThreatModel,
} from "../domain/index.ts";
import {
  MAX_PROBLEMS,
  checkField,
  checkFields,
  day,
  oneOf,
  text,
  textOfLength,
  type Yaml,
} from "../text/index.ts";
import { elements } from "./data-map-values.ts";
import { documentText } from "./document-text.ts";
import { present } from "./fields.ts";
import { isJson } from "./json-text.ts";
import { asDocument, readMarkdownDocument } from "./markdown-document.ts";
import { readThreatDragon } from "./threat-dragon.ts";

/**
 * Reads a threat model: Markdown whose front matter lists the threats, or the JSON that OWASP Threat
 * Dragon 2 saves. Whether it is current, and which open threats it may have, is the gate's to judge.
 */
export function readThreatModel(
  path: string,
  entry: FileEntry | undefined,
): DocumentReading<ThreatModel> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  if (isJson(path, read.text)) return readThreatDragon(path, read.text, read.oid);

  const markdown = readMarkdownDocument(path, entry);
  if (markdown.status !== "markdown") return markdown;
  const { fields, problems } = checkFields(markdown.yaml, SHAPE, { required: ["document"] });
  const { threats, wrong } = threatsIn(markdown.yaml);
  const checked = {
    fields: present<ThreatModel>({ reviewed: fields.reviewed, threats }),
    problems: [...problems, ...wrong],
  };
  return { status: "read", document: asDocument(markdown, checked) };
}

const SHAPE = {
  document: oneOf(["threat-model"]),
  reviewed: day,
  // Each of them is looked at by itself, so that a bad one does not hide an open one.
  threats: z.unknown(),
};

const NEED_REASON: readonly string[] = ["accepted", "not-applicable"];

const THREAT = z
  .strictObject({
    id: text,
    title: text,
    severity: oneOf(THREAT_SEVERITIES),
    status: oneOf(THREAT_STATUSES),
    reason: textOfLength(10).optional(),
  })
  .superRefine(({ status, reason }, { issues }) => {
    if (!NEED_REASON.includes(status) || reason !== undefined) return;
    const expected = `the reason why the threat is ${status}`;
    const params = { expected, remedy: "Give the reason in a sentence." };
    issues.push({ code: "custom", input: undefined, path: ["reason"], params });
  });

function threatsIn(yaml: Yaml): {
  readonly threats: readonly Threat[] | undefined;
  readonly wrong: readonly Problem[];
} {
  const written = yaml.value?.["threats"];
  if (written === undefined) return { threats: undefined, wrong: [] };
  const wrong: Problem[] = [];
  const tell = (problem: Problem): void => {
    if (wrong.length <= MAX_PROBLEMS) wrong.push(problem);
  };
  const ids = new Set<string>();
  const threats = elements({ yaml, tell, meant: new Map() }, "threats", written).flatMap(
    ({ at, value }): readonly Threat[] => {
      const { output, problems } = checkField(yaml, at, THREAT, value);
      problems.forEach(tell);
      if (problems.length > 0) return [];
      const { id, title, severity, status } = output as z.output<typeof THREAT>;
      const line = yaml.lines.get(`${at}.id`) ?? yaml.lines.get(at) ?? yaml.firstLine;
      if (ids.has(id)) {
        const message = `Two threats have the id ${id}.`;
        const remedy = "Keep one of them, or give one another id.";
        tell({ path: yaml.path, line, field: `${at}.id`, message, remedy });
      }
      ids.add(id);
      return [{ field: at, id, title, severity, status }];
    },
  );
  return { threats, wrong };
}
