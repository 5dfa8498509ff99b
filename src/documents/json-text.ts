import { readYaml, type Yaml } from "../text/index.ts";
import { whatIsUnfit } from "./document-text.ts";

/**
 * Reads a JSON text whose top level is an object, with the line of each key. JSON is a part of YAML
 * 1.2 (https://yaml.org/spec/1.2.2/#12-yaml-and-json), so its limits and its refusal of repeated keys
 * hold here too; what is YAML and no JSON is refused. Every scalar is text: `1` is "1".
 */
export function readJson(path: string, text: string): Yaml {
  const unfit = whatIsUnfit(path, text);
  if (unfit.length > 0) return { ...NOTHING, path, problems: unfit };
  // YAML does not let lines begin with tabs; in JSON they mean nothing.
  const yaml = readYaml(
    path,
    text.replace(/^[\t ]+/gm, (indent) => " ".repeat(indent.length)),
  );
  if (yaml.value === null) return yaml;
  try {
    JSON.parse(text);
    return yaml;
  } catch (error) {
    const line = Number(/\(line (\d+) /.exec(error instanceof Error ? error.message : "")?.[1]);
    const problem = {
      path,
      line: Number.isInteger(line) ? line : 1,
      field: "",
      message: "The text is no JSON.",
      remedy: "Save it again with the tool that it comes from.",
    };
    return { ...NOTHING, path, problems: [problem] };
  }
}

const NOTHING: Omit<Yaml, "path" | "problems"> = { value: null, lines: new Map(), firstLine: 1 };

/** Whether a document is JSON: by its name, or by how it begins. */
export function isJson(path: string, text: string): boolean {
  return /\.json$/i.test(path) || /^\s*\{/.test(text);
}
