/** Reads what people write: YAML with the lines of its keys, fields with their problems, globs. */
export { MAX_BYTES, MAX_PROBLEMS } from "./limits.ts";
export { readYaml } from "./yaml.ts";
export { readOnce } from "./read-once.ts";
export { Recent } from "./recent.ts";
export type { Yaml, YamlMapping, YamlValue } from "./yaml.ts";
export { yamlScalars } from "./yaml-scalars.ts";
export type { YamlScalar } from "./yaml-scalars.ts";
export { checkFields } from "./fields.ts";
export { checkField } from "./issue-words.ts";
export { lineOf, problemAt, unknownKey } from "./problems.ts";
export { fieldPath, shownValue } from "./shown-value.ts";
export { closest } from "./suggestion.ts";
export { placeholderIn } from "./placeholder.ts";
export {
  day,
  duration,
  email,
  hours,
  httpsUrl,
  listed,
  oneOf,
  phone,
  repositoryPath,
  scalar,
  scalarOf,
  text,
  textOfLength,
  wholeNumber,
  yesNo,
} from "./schemas.ts";
export type { ScalarSchema } from "./schemas.ts";
export {
  checkedPattern,
  compilePattern,
  hasWildcards,
  pathPattern,
  pattern,
  patternInAnyCase,
} from "./pattern.ts";
