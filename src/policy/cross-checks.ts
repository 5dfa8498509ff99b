import type { Problem } from "../domain/index.ts";
import { APPROVING_ROLES } from "../domain/index.ts";
import { MAX_PROBLEMS, closest, problemAt, shownValue } from "../text/index.ts";
import type { Yaml, YamlMapping } from "../text/index.ts";
import type { PolicyText } from "./policy-text.ts";
import { checklists } from "./settings/checklists.ts";
import { gates } from "./settings/gates.ts";
import { version } from "./settings/general.ts";
import { waivers, whyNeverWaived } from "./settings/waivers.ts";

/** What is wrong between the keys of one policy, given those below it, lowest first. */
export function crossCheck(
  text: PolicyText,
  below: readonly PolicyText[],
  requirements: readonly string[],
): readonly Problem[] {
  if (text.yaml.value === null) return [];
  return [
    ...checkVersion(text),
    ...checkReasons(text),
    ...checkItems(text, requirements),
    ...checkWaivers(text, [...requirements, ...[...below, text].flatMap(itemsOf)]),
  ];
}

/** The roles without which nobody is authorised to release; the policies together must name them. */
export function checkRequiredRoles(texts: readonly PolicyText[]): readonly Problem[] {
  const top = texts.at(-1);
  if (top === undefined || texts.some(({ yaml }) => yaml.value === null)) return [];
  // Asked of what was written, so that a role that is there but wrong is not called missing as well.
  const written = texts.map(({ yaml }) => yaml.value?.["roles"]);
  return APPROVING_ROLES.filter(
    (role) => !written.some((roles) => isMapping(roles) && Object.hasOwn(roles, role)),
  ).map((role) =>
    problemAt(
      top.yaml,
      `roles.${role}`,
      `The policy names nobody as ${shownValue(role)}.`,
      `Add ${role} under roles, with the users or teams who are authorised.`,
    ),
  );
}

function checkVersion({ yaml }: PolicyText): readonly Problem[] {
  if (Object.hasOwn(yaml.value ?? {}, version.path)) return [];
  const remedy = "Write version: 1 at the top.";
  return [problemAt(yaml, version.path, "The policy does not say its version.", remedy)];
}

function checkReasons({ yaml, statements }: PolicyText): readonly Problem[] {
  return Object.values(gates).flatMap(({ enabled, reason }) => {
    if (reason === null) return [];
    const isOff = statements.get(enabled)?.value === false;
    const isExplained = hasKey(yaml.value, reason.path);
    if (isOff && !isExplained) {
      return problemAt(
        yaml,
        enabled.path,
        `${shownValue(enabled.path)} is false, but nothing says why.`,
        "Add a reason beside it: every decision shows it.",
      );
    }
    if (isExplained && !isOff && (statements.get(enabled) || !hasKey(yaml.value, enabled.path))) {
      return problemAt(
        yaml,
        reason.path,
        `${shownValue(reason.path)} is there, but the gate is not switched off.`,
        "Remove the reason, or write enabled: false.",
      );
    }
    return [];
  });
}

function checkItems({ yaml }: PolicyText, known: readonly string[]): readonly Problem[] {
  return Object.entries(checklists).flatMap(([gate, { path }]) => {
    const ids = writtenIn(yaml, path, "id");
    return ids.flatMap((id, at) => {
      const taken = known.includes(`${gate}.${id ?? ""}`);
      if (id === null || (ids.indexOf(id) === at && !taken)) return [];
      const why = taken ? "is already in this checklist" : "stands twice";
      return problemAt(
        yaml,
        `${path}.${at}.id`,
        `The item ${shownValue(id)} ${why}.`,
        "Give the item another id.",
      );
    });
  });
}

function checkWaivers({ yaml }: PolicyText, known: readonly string[]): readonly Problem[] {
  return writtenIn(yaml, waivers.path, "requirement").flatMap((requirement, at) => {
    if (requirement === null || requirement.trim() === "") return [];
    const field = `${waivers.path}.${at}.requirement`;
    const never = whyNeverWaived(requirement);
    if (never !== null) {
      return problemAt(
        yaml,
        field,
        `${shownValue(requirement)} can never be waived: it is ${never}.`,
        "Remove the waiver, and fulfil the requirement.",
      );
    }
    if (known.includes(requirement.trim())) return [];
    const meant = closest(requirement, known);
    return problemAt(
      yaml,
      field,
      `${shownValue(requirement)} is no requirement that is known.`,
      meant === null
        ? "Copy the requirement's id from the check that blocks."
        : `Did you mean ${shownValue(meant)}?`,
    );
  });
}

function itemsOf({ yaml }: PolicyText): readonly string[] {
  return Object.entries(checklists).flatMap(([gate, { path }]) =>
    writtenIn(yaml, path, "id").flatMap((id) => (id === null ? [] : [`${gate}.${id}`])),
  );
}

/**
 * What the elements of a list say under one name, null for each that says nothing usable. Asked of
 * what was written, so that one bad element does not hide what is wrong with the others.
 */
function writtenIn(yaml: Yaml, path: string, name: string): readonly (string | null)[] {
  const list = valueAt(yaml.value, path);
  if (!Array.isArray(list)) return [];
  return list.slice(0, MAX_PROBLEMS).map((element: unknown) => {
    const value = isMapping(element) ? element[name] : undefined;
    return typeof value === "string" ? value : null;
  });
}

function hasKey(mapping: YamlMapping | null, path: string): boolean {
  return valueAt(mapping, path) !== undefined;
}

function valueAt(mapping: YamlMapping | null, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inside, part) => (isMapping(inside) ? inside[part] : undefined), mapping);
}

function isMapping(value: unknown): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
