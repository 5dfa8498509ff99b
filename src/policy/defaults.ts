import { z } from "zod";

import type { Criticality, IncidentPromises, Problem } from "../domain/index.ts";
import { checkFields, duration, hours, problemAt, readYaml, scalar } from "../text/index.ts";
import type { Key, Statements } from "./key.ts";
import { readPolicyText } from "./policy-text.ts";
import { alerts } from "./settings/alerts.ts";
import { environments, tags } from "./settings/candidates.ts";
import * as documents from "./settings/documents.ts";
import { archiveCategories, archiveRetainFor, experts } from "./settings/gates.ts";
import * as general from "./settings/general.ts";

/** A text of `config/`, with the path that people are told. */
export interface ConfigText {
  readonly path: string;
  readonly text: string;
}

/** What holds where no policy says anything. */
export class PolicyDefaults {
  /** What the incident plan must promise at each criticality. */
  readonly promises: Readonly<Record<Criticality, IncidentPromises>>;
  readonly #statements: Statements;

  constructor(statements: Statements, promises: PolicyDefaults["promises"]) {
    this.#statements = statements;
    this.promises = promises;
  }

  /** The default of a key that has one. */
  get<T>(key: Key<T>): T {
    const statement = this.#statements.get(key);
    if (statement === undefined) throw new TypeError(`There is no default for ${key.path}.`);
    return statement.value;
  }
}

/** Keys that hold something in every policy; the others mean nothing where they are absent. */
const WITH_DEFAULTS: readonly Key<unknown>[] = [
  general.mode,
  general.criticality,
  general.whenUnready,
  general.annotate,
  general.deploymentsOf,
  general.whenBlocked,
  general.giveUpAfter,
  general.comment,
  general.requestReviews,
  general.unlinkedAuthors,
  tags,
  environments,
  documents.incidentPlan,
  documents.securityReview,
  documents.dataMap,
  documents.privacyEngineering,
  documents.archive,
  documents.threatModel,
  documents.securityTxt,
  ...Object.values(documents.developmentRecord),
  experts,
  archiveCategories,
  archiveRetainFor,
  ...Object.values(alerts),
];

const durationOrNever = scalar(
  "a duration such as 365d, or never",
  "Write a duration; never demands none.",
  (written) => {
    if (written === "never") return null;
    const read = duration.safeParse(written);
    return read.success ? read.data : undefined;
  },
);

const promises = z
  .strictObject({
    "respond-within": duration,
    hours,
    "reviewed-within": duration,
    "exercised-within": durationOrNever,
  })
  .transform((written): IncidentPromises => ({
    respondWithin: written["respond-within"],
    hours: written.hours,
    reviewedWithin: written["reviewed-within"],
    exercisedWithin: written["exercised-within"],
  }));

const CRITICALITIES = { low: promises, standard: promises, high: promises, critical: promises };

/** Reads `config/policy-defaults.yml` (a policy without people) and `config/criticality.yml`. */
export function parsePolicyDefaults(
  policy: ConfigText,
  criticality: ConfigText,
): { readonly defaults: PolicyDefaults } | { readonly problems: readonly Problem[] } {
  const origin = { repository: "portcullis/config", path: policy.path };
  const { yaml, statements, problems } = readPolicyText(origin, policy.text, { sections: [] });
  const missing = WITH_DEFAULTS.filter((key) => statements.get(key) === undefined).map((key) =>
    problemAt(yaml, key.path, `\`${key.path}\` has no default.`, "Add it."),
  );
  const { fields, problems: ofTable } = checkFields(
    readYaml(criticality.path, criticality.text),
    CRITICALITIES,
    { required: ["low", "standard", "high", "critical"] },
  );
  const { low, standard, high, critical } = fields;
  const all = [...problems, ...(problems.length === 0 ? missing : []), ...ofTable];
  if (all.length > 0 || !low || !standard || !high || !critical) return { problems: all };
  return { defaults: new PolicyDefaults(statements, { low, standard, high, critical }) };
}
