import type { Declaration } from "../domain/index.ts";
import { fieldPath, type YamlMapping, type YamlValue } from "../text/index.ts";
import {
  asWords,
  elements,
  isList,
  isMapping,
  keyIn,
  keysIn,
  list,
  misspelt,
  words,
  wrong,
  type Told,
} from "./data-map-values.ts";

/** What we read of a system, and what else Fides has there that is spelt nearly alike. */
const SYSTEM = ["fides_key", "name", "privacy_declarations", "egress"];
const FIDES_SYSTEM = ["ingress"];

/** The same of a declaration. */
const DECLARATION = [
  "name",
  "data_categories",
  "data_use",
  "data_subjects",
  "legal_basis_for_processing",
  "retention_period",
  "necessity",
  "third_parties",
  "data_shared_with_third_parties",
  "egress",
];
const FIDES_DECLARATION = [
  "ingress",
  "flexible_legal_basis_for_processing",
  "shared_categories",
  "data_qualifier",
  "data_uses",
];

/**
 * Every privacy declaration of the systems of a Fides file.
 * https://ethyca.github.io/fideslang/resources/system/
 */
export function readSystems(told: Told, systems: YamlValue): readonly Declaration[] {
  return elements(told, "system", systems).flatMap(({ at, value: system }) => {
    misspelt(told, at, system, SYSTEM, FIDES_SYSTEM);
    const name = words(told, at, system, "fides_key") ?? words(told, at, system, "name") ?? "";
    const recipients = recipientsIn(told, at, system);
    const field = fieldPath(at, "privacy_declarations");
    return elements(told, field, system["privacy_declarations"]).map((declaration) =>
      readDeclaration(told, declaration.at, declaration.value, { name, recipients }),
    );
  });
}

function readDeclaration(
  told: Told,
  at: string,
  group: YamlMapping,
  system: { readonly name: string; readonly recipients: readonly string[] },
): Declaration {
  misspelt(told, at, group, DECLARATION, FIDES_DECLARATION);
  const say = (key: string) => words(told, at, group, key);
  const own = [...thirdParties(told, at, group), ...recipientsIn(told, at, group)];
  return {
    field: at,
    system: system.name,
    name: say("name"),
    categories: keysIn(told, at, group, "data_categories", "required"),
    use: keyIn(told, at, group, "data_use", "required"),
    subjects: keysIn(told, at, group, "data_subjects", "required"),
    legalBasis: say("legal_basis_for_processing"),
    retention: say("retention_period"),
    necessity: say("necessity"),
    recipients: [...new Set([...own, ...system.recipients])],
  };
}

/** Fides has them as one text; a list says the same. */
function thirdParties(told: Told, at: string, group: YamlMapping): readonly string[] {
  const value = group["third_parties"];
  const field = fieldPath(at, "third_parties");
  const texts = isList(value)
    ? value.map((one, index) => asWords(told, fieldPath(field, String(index)), one))
    : [asWords(told, field, value)];
  const named = texts.flatMap((text) => (text ?? "").split(/[,;\n]/));
  const parties = named.map((name) => name.trim()).filter((name) => name !== "");
  if (parties.length > 0 || !isTrue(group["data_shared_with_third_parties"])) return parties;
  return ["third parties that the map does not name"];
}

/** The names in `egress`: keys in a declaration, keys with their kind in a system. */
function recipientsIn(told: Told, at: string, group: YamlMapping): readonly string[] {
  const value = group["egress"];
  if (value === undefined || value === null) return [];
  const field = fieldPath(at, "egress");
  return list(told, field, value).flatMap((flow, index) => {
    const name = isMapping(flow)
      ? (words(told, fieldPath(field, String(index)), flow, "fides_key") ??
        words(told, fieldPath(field, String(index)), flow, "name"))
      : typeof flow === "string" && flow.trim() !== ""
        ? flow.trim()
        : null;
    if (name !== null) return [name];
    const where = fieldPath(field, String(index));
    wrong(told, where, flow, "the name of a recipient", "Write its key or its name.");
    return [];
  });
}

function isTrue(value: YamlValue | undefined): boolean {
  return typeof value === "string" && value.trim().toLowerCase() === "true";
}
