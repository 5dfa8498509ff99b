import type { Instant } from "../domain/index.ts";
import { fieldPath, textOfLength, type YamlMapping, type YamlValue } from "../text/index.ts";
import { list, wrong, type Told } from "./data-map-values.ts";

/** https://www.cisa.gov/sites/default/files/publications/VEX_Status_Justification_Jun22.pdf */
export const JUSTIFICATIONS: readonly string[] = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
];

const words = textOfLength(10);

/** Words that can stand for a label: long enough to say something. */
export function reasonIn(value: YamlValue | undefined): string | null {
  const read = words.safeParse(value);
  return read.success ? read.data : null;
}

/** The name of a vulnerability, a product or a group; null, and told, where there is none. */
export function nameIn(told: Told, field: string, value: YamlValue | undefined): string | null {
  const name = typeof value === "string" ? value.trim() : "";
  if (/^[^\s\p{Cc}]{1,512}$/u.test(name)) return name;
  wrong(told, field, value, "a name without blanks", "Write the id as it is known.");
  return null;
}

/** A list of such names; an absent one is empty. */
export function namesIn(
  told: Told,
  at: string,
  group: YamlMapping,
  key: string,
): readonly string[] {
  const value = group[key];
  if (value === undefined) return [];
  const field = fieldPath(at, key);
  return list(told, field, value).flatMap(
    (one, index) => nameIn(told, fieldPath(field, String(index)), one) ?? [],
  );
}

/** A moment as RFC 3339 has it, in UTC. */
export function momentIn(told: Told, field: string, value: YamlValue | undefined): Instant | null {
  const written = typeof value === "string" ? value : "";
  const time = MOMENT.test(written) ? Date.parse(written) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  wrong(told, field, value, "a time such as 2026-11-20T12:00:00Z", "Write the day and the time.");
  return null;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:\d\d)$/;
