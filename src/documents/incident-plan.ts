import { z } from "zod";

import { REGIMES } from "../domain/index.ts";
import type {
  DocumentReading,
  FileEntry,
  IncidentPlan,
  Problem,
  PromisedReports,
} from "../domain/index.ts";
import {
  checkFields,
  day,
  duration,
  fieldPath,
  hours,
  listed,
  oneOf,
  pathPattern,
  problemAt,
  shownValue,
  text,
  unknownKey,
  type Yaml,
  type YamlMapping,
  type YamlValue,
} from "../text/index.ts";
import { CONTACT, distinct, needsOneOf, present } from "./fields.ts";
import type { Headings } from "./headings.ts";
import { asDocument, readMarkdownDocument } from "./markdown-document.ts";
import { readSections } from "./sections.ts";

/**
 * Reads an incident response plan: its front matter as the reference shows it, and its sections by
 * their headings. The two halves of `breach-notification`, and each regime, stand by themselves: a
 * problem in one leaves the other in `fields`.
 */
export function readIncidentPlan(
  path: string,
  entry: FileEntry | undefined,
  headings: Headings,
): DocumentReading<IncidentPlan> {
  const markdown = readMarkdownDocument(path, entry);
  if (markdown.status !== "markdown") return markdown;
  const { yaml, stray } = withoutNesting(markdown.yaml);
  const { fields, problems } = checkFields(yaml, SHAPE, { required: ["document"] });
  const checked = {
    fields: present<IncidentPlan>({
      reviewed: fields.reviewed,
      exercised: fields.exercised,
      contactPoint: fields["contact-point"],
      support: fields.support,
      escalation: fields.escalation,
      dpo: fields.dpo,
      responseTimes: fields["response-times"],
      reportingChannels: fields["reporting-channels"],
      breachNotification: breachNotification(fields[AUTHORITY], fields[DATA_SUBJECTS]),
      logs: fields.logs,
      updateTriggers: fields["update-triggers"],
      regimes: regimesIn(fields["regimes.cra"], fields["regimes.nis2"]),
    }),
    problems: [...problems, ...stray],
  };
  const sections = readSections(markdown.blocks.blocks, headings);
  return { status: "read", document: asDocument(markdown, checked, sections) };
}

const BREACH = "breach-notification";
const AUTHORITY = "breach-notification.authority";
const DATA_SUBJECTS = "breach-notification.data-subjects";
/** Keys whose own keys are checked each by itself. */
const NESTED: Readonly<Record<string, readonly string[]>> = {
  [BREACH]: ["authority", "data-subjects"],
  regimes: REGIMES,
};

/** The reports that a law asks for, each with how soon, and who gets them. */
function reports<Clocks extends Readonly<Record<string, z.ZodType<string, string>>>>(
  clocks: Clocks,
) {
  return z.strictObject({ ...clocks, recipient: text }).transform((written): PromisedReports => {
    const { recipient, ...rest } = written as Record<string, string> & { recipient: string };
    return { recipient, clocks: rest };
  });
}

const reachable = needsOneOf(["email", "phone"], "an email address or a phone number");

const SHAPE = {
  document: oneOf(["incident-response-plan"]),
  reviewed: day,
  exercised: day,
  "contact-point": z.strictObject({ ...CONTACT, hours }).check(reachable),
  support: z.strictObject(CONTACT).check(reachable),
  escalation: z.array(z.strictObject({ role: text, ...CONTACT }).check(reachable)).min(1),
  dpo: z.strictObject(CONTACT).check(reachable),
  "response-times": z
    .array(z.strictObject({ severity: text, "respond-within": duration, hours }))
    .min(1)
    .check(distinct("severity"))
    .transform((times) =>
      times.map(({ "respond-within": respondWithin, ...rest }) => ({ ...rest, respondWithin })),
    ),
  "reporting-channels": z
    .array(
      z
        .strictObject({
          name: text,
          address: text,
          "protects-content": text,
          "protects-reporter": text,
        })
        .transform(({ name, address, ...protects }) => ({
          name,
          address,
          protectsContent: protects["protects-content"],
          protectsReporter: protects["protects-reporter"],
        })),
    )
    .min(1),
  [AUTHORITY]: z.strictObject({ name: text, within: duration, how: text }),
  "regimes.cra": reports({
    "early-warning": duration,
    notification: duration,
    "final-report-vulnerability": duration,
    "final-report-incident": duration,
  }),
  "regimes.nis2": reports({
    "early-warning": duration,
    notification: duration,
    "final-report": duration,
  }),
  [DATA_SUBJECTS]: z.strictObject({ within: duration, when: text }),
  logs: z
    .strictObject({ retention: duration, access: text, "personal-data": text })
    .transform(({ "personal-data": personalData, ...rest }) => ({ ...rest, personalData })),
  "update-triggers": z
    .array(
      z
        .strictObject({
          when: text,
          paths: z.array(pathPattern).min(1).optional(),
          dependencies: oneOf(["added"]).optional(),
        })
        .check(needsOneOf(["paths", "dependencies"], "a list of globs, or `dependencies: added`"))
        .transform(({ when, paths = [], dependencies = null }) => ({ when, paths, dependencies })),
    )
    .min(1),
};

function regimesIn(
  cra: PromisedReports | undefined,
  nis2: PromisedReports | undefined,
): IncidentPlan["regimes"] | undefined {
  return cra === undefined && nis2 === undefined ? undefined : present({ cra, nis2 });
}

function breachNotification(
  authority: IncidentPlan["breachNotification"]["authority"],
  dataSubjects: IncidentPlan["breachNotification"]["dataSubjects"],
): IncidentPlan["breachNotification"] | undefined {
  if (authority === undefined && dataSubjects === undefined) return undefined;
  return { authority, dataSubjects };
}

/**
 * The front matter with the halves of `breach-notification`, and each of `regimes`, as keys of their
 * own, so that each is checked by itself.
 */
function withoutNesting(yaml: Yaml): { readonly yaml: Yaml; readonly stray: readonly Problem[] } {
  if (yaml.value === null) return { yaml, stray: [] };
  const value = Object.create(null) as Record<string, YamlValue>;
  const stray: Problem[] = [];
  for (const [key, one] of Object.entries(yaml.value)) {
    const parent = Object.keys(NESTED).find((each) => key.startsWith(`${each}.`));
    const inside = Object.hasOwn(NESTED, key) ? NESTED[key] : undefined;
    if (parent !== undefined) stray.push(unknownKey(yaml, "", key, [parent]));
    else if (inside === undefined) value[key] = one;
    else if (!isMapping(one)) {
      const message = `${shownValue(key)} has no keys; expected ${listed(inside)}.`;
      stray.push(problemAt(yaml, key, message, "Write them below it, indented."));
    } else {
      for (const [name, part] of Object.entries(one)) {
        if (inside.includes(name)) value[fieldPath(key, name)] = part;
        else stray.push(unknownKey(yaml, key, name, inside));
      }
    }
  }
  return { yaml: { ...yaml, value }, stray };
}

function isMapping(value: YamlValue | undefined): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
