import { yamlScalars } from "../text/index.ts";

/** Where a policy names a person: from `start` to `end` stands a login, perhaps with an `@`. */
export interface LoginPlace {
  readonly start: number;
  readonly end: number;
}

const NAMES_A_PERSON = /^(?:roles\.[^.]+\.users\.\d+|waivers\.\d+\.granted-by)$/;

/** Every place of a policy's text that names a person, in order; none where it is no YAML. */
export function loginPlaces(text: string): readonly LoginPlace[] {
  return yamlScalars(text)
    .filter(({ field }) => NAMES_A_PERSON.test(field))
    .map(({ start, end }) => ({ start, end }));
}
