import type { Problem } from "../domain/index.ts";
import {
  MAX_PROBLEMS,
  checkField,
  fieldPath,
  lineOf,
  problemAt,
  readYaml,
  shownValue,
  unknownKey,
} from "../text/index.ts";
import type { Yaml, YamlMapping, YamlValue } from "../text/index.ts";
import { Statements } from "./key.ts";
import type { Key, KeyContext, Origin, Statement } from "./key.ts";
import { KEYS } from "./keys.ts";

/** A policy as it was written: what it says, before defaults and other policies. */
export interface PolicyText {
  readonly origin: Origin;
  readonly yaml: Yaml;
  readonly statements: Statements;
  /** Whatever is wrong with a key by itself. */
  readonly problems: readonly Problem[];
}

/** Reads every key of a policy's text by itself, so that a bad one never hides a good one. */
export function readPolicyText(
  origin: Origin,
  text: string,
  context: Omit<KeyContext, "owner">,
): PolicyText {
  const yaml = readYaml(origin.path, text);
  const problems: Problem[] = [...yaml.problems];
  const said = new Map<string, Statement<unknown>>();
  const owner = origin.repository.split("/")[0] ?? "";

  const readKey = (one: Key<unknown>, written: YamlValue): void => {
    const checked = checkField(yaml, one.path, one.schema({ ...context, owner }), written);
    problems.push(...checked.problems);
    if (checked.problems.length > 0) return;
    const placeOf = (part: string) => ({
      ...origin,
      line: lineOf(yaml, fieldPath(one.path, part)),
    });
    const value = one.placed ? one.placed(checked.output, placeOf) : checked.output;
    said.set(one.path, { value, origin, line: lineOf(yaml, one.path) });
  };

  const readInside = (mapping: YamlMapping, tree: KeyTree, field: string): void => {
    for (const [name, written] of Object.entries(mapping)) {
      if (problems.length > MAX_PROBLEMS) return;
      const path = fieldPath(field, name);
      const known = tree.get(name);
      if (known === undefined) problems.push(unknownKey(yaml, field, name, [...tree.keys()]));
      else if ("order" in known) readKey(known, written);
      else if (isMapping(written)) readInside(written, known, path);
      else problems.push(expectedKeys(yaml, path, written, [...known.keys()]));
    }
  };

  if (yaml.value !== null) readInside(yaml.value, KEY_TREE, "");
  return { origin, yaml, statements: new Statements(said), problems };
}

/** Keys by the parts of their paths. */
type KeyTree = ReadonlyMap<string, KeyTree | Key<unknown>>;

const KEY_TREE: KeyTree = treeOf(KEYS);

function treeOf(keys: readonly Key<unknown>[]): KeyTree {
  const root = new Map<string, KeyTree | Key<unknown>>();
  for (const one of keys) {
    const parts = one.path.split(".");
    let tree = root;
    for (const part of parts.slice(0, -1)) {
      const below = tree.get(part) ?? new Map<string, KeyTree | Key<unknown>>();
      tree.set(part, below);
      tree = below as typeof root;
    }
    tree.set(parts.at(-1) ?? "", one);
  }
  return root;
}

function expectedKeys(
  yaml: Yaml,
  field: string,
  written: YamlValue,
  known: readonly string[],
): Problem {
  const name = shownValue(field);
  const seen =
    written === null || written === ""
      ? "is empty"
      : typeof written === "string"
        ? `is ${shownValue(written)}`
        : "is a list";
  return problemAt(
    yaml,
    field,
    `${name} ${seen}; expected keys with values.`,
    `Write what belongs below ${name} (${known.join(", ")}), or remove it.`,
  );
}

function isMapping(value: YamlValue): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
