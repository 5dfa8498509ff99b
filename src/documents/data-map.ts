import {
  TAXONOMY_KINDS,
  type CustomKey,
  type DataMap,
  type Document,
  type DocumentReading,
  type FileEntry,
  type Problem,
  type TaxonomyKind,
} from "../domain/index.ts";
import {
  MAX_PROBLEMS,
  checkField,
  day,
  readYaml,
  text,
  unknownKey,
  type Yaml,
  type YamlValue,
} from "../text/index.ts";
import { readSystems } from "./data-map-systems.ts";
import { elements, keyIn, isMapping, misspelt, type Told } from "./data-map-values.ts";
import { documentText, whatIsUnfit } from "./document-text.ts";
import { present } from "./fields.ts";

/**
 * Reads one file of a data map: Fideslang's systems with their privacy declarations, and our own keys.
 * A Fides file that says nothing of ours is read as it is; what it lacks is for the gate to say.
 * Whether the keys are the taxonomy's is the gate's to judge too: a team's own may stand in another file.
 */
export function readDataMap(path: string, entry: FileEntry | undefined): DocumentReading<DataMap> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  const unfit = whatIsUnfit(path, read.text);
  const yaml: Yaml =
    unfit.length > 0
      ? { path, value: null, lines: new Map(), firstLine: 1, problems: unfit }
      : readYaml(path, read.text);
  const { fields, problems } = understand(yaml);
  const document: Document<DataMap> = {
    path,
    oid: read.oid,
    broken: yaml.value === null,
    fields,
    problems: [...problems].sort((a, b) => a.line - b.line),
    lines: yaml.lines,
    sections: {},
    items: [],
  };
  return { status: "read", document };
}

const OWN = { reviewed: day, "without-personal-data": text };

/** What Fides itself reads from a file, of which we need only the systems and the custom labels. */
const FIDES = [
  "system",
  "dataset",
  "policy",
  "organization",
  "registry",
  "evaluation",
  "data_category",
  "data_use",
  "data_subject",
  "data_qualifier",
];
const KNOWN = [...Object.keys(OWN), "custom", ...FIDES];

/** Fides's own way to declare a label, and ours. */
const LABELS: Readonly<Record<TaxonomyKind, string>> = {
  data_categories: "data_category",
  data_uses: "data_use",
  data_subjects: "data_subject",
};

function understand(yaml: Yaml): {
  readonly fields: Partial<DataMap>;
  readonly problems: readonly Problem[];
} {
  const { value } = yaml;
  if (value === null) return { fields: {}, problems: yaml.problems };
  const problems: Problem[] = [...yaml.problems];
  const told: Told = {
    yaml,
    meant: new Map(),
    tell: (problem) => {
      if (problems.length <= MAX_PROBLEMS) problems.push(problem);
    },
  };
  const unknown = Object.keys(value).filter((key) => !KNOWN.includes(key));
  for (const key of unknown.slice(0, MAX_PROBLEMS)) told.tell(unknownKey(yaml, "", key, KNOWN));
  const scalar = (key: keyof typeof OWN): string | undefined => {
    const written = value[key];
    if (written === undefined) return undefined;
    const checked = checkField(yaml, key, OWN[key], written);
    checked.problems.forEach(told.tell);
    return typeof checked.output === "string" ? checked.output : undefined;
  };
  const fields = present<DataMap>({
    reviewed: scalar("reviewed"),
    withoutPersonalData: scalar("without-personal-data"),
    declarations: value["system"] === undefined ? undefined : readSystems(told, value["system"]),
    custom: [
      ...customKeys(told, value["custom"]),
      ...TAXONOMY_KINDS.flatMap((kind) => labels(told, kind, LABELS[kind], value[LABELS[kind]])),
    ],
  });
  return { fields, problems };
}

function customKeys(told: Told, custom: YamlValue | undefined): readonly CustomKey[] {
  if (custom === undefined) return [];
  if (!isMapping(custom)) {
    elements(told, "custom", custom);
    return [];
  }
  const unknown = Object.keys(custom).filter((key) => !TAXONOMY_KINDS.some((one) => one === key));
  for (const key of unknown.slice(0, MAX_PROBLEMS)) {
    told.tell(unknownKey(told.yaml, "custom", key, TAXONOMY_KINDS));
  }
  return TAXONOMY_KINDS.flatMap((kind) => labels(told, kind, `custom.${kind}`, custom[kind]));
}

/** `{ key, parent }` as we write it, `{ fides_key, parent_key }` as Fides does. */
function labels(
  told: Told,
  kind: TaxonomyKind,
  field: string,
  value: YamlValue | undefined,
): readonly CustomKey[] {
  if (value === undefined) return [];
  const ours = field.startsWith("custom.");
  const [keyName, parentName] = ours ? ["key", "parent"] : ["fides_key", "parent_key"];
  return elements(told, field, value).flatMap(({ at, value: label }) => {
    if (ours) misspelt(told, at, label, [keyName, parentName], []);
    const key = keyIn(told, at, label, keyName, "required");
    const parent = keyIn(told, at, label, parentName, "optional");
    return key === null ? [] : [{ field: at, kind, key, parent }];
  });
}
