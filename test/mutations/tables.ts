import { ARCHIVE_ROWS } from "./archive.ts";
import { DATA_MAP_ROWS } from "./data-map.ts";
import { GITHUB } from "./github.ts";
import { INCIDENT_PLAN } from "./incident-plan.ts";
import type { Mutation } from "./mutation.ts";
import { POLICY } from "./policy.ts";
import { PRIVACY_ENGINEERING } from "./privacy-engineering.ts";
import { SECURITY_REVIEW } from "./security-review.ts";
import { THREAT_MODEL_ROWS } from "./threat-model.ts";

/** Every table of single changes to the example, by what is changed. */
export const TABLES: Readonly<Record<string, readonly Mutation[]>> = {
  "incident plan": INCIDENT_PLAN,
  "security review": SECURITY_REVIEW,
  "privacy engineering": PRIVACY_ENGINEERING,
  "data map": DATA_MAP_ROWS,
  archive: ARCHIVE_ROWS,
  "threat model": THREAT_MODEL_ROWS,
  policy: POLICY,
  github: GITHUB,
};

/** Every row of every table, its name with the table's before it. */
export const MUTATIONS: readonly Mutation[] = Object.entries(TABLES).flatMap(([table, rows]) =>
  rows.map(([name, edits, turns]): Mutation => [`${table}: ${name}`, edits, turns]),
);
