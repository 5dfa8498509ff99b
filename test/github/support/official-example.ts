import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

let examples: Record<string, { readonly value: Record<string, unknown> }> | undefined;

/** An example that GitHub gives of an answer in its official description, e.g. `issue`. */
export function officialExample(name: string): Record<string, unknown> {
  examples ??= (
    JSON.parse(
      readFileSync(require.resolve("@octokit/openapi/generated/api.github.com.json"), "utf8"),
    ) as { components: { examples: NonNullable<typeof examples> } }
  ).components.examples;
  const example = examples[name];
  if (example === undefined) throw new Error(`GitHub gives no example ${name}`);
  return example.value;
}
