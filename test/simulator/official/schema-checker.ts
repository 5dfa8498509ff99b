import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { ValidateFunction } from "ajv";
import { spellOutNullable } from "./nullable.ts";

const require = createRequire(import.meta.url);

/** A description in OpenAPI's form. */
export type Description = Record<string, unknown>;

/**
 * Checks JSON against parts of one of GitHub's official descriptions. Reading a description takes
 * a fifth of a second and compiling a schema a few milliseconds: both happen on first use, once.
 */
export class SchemaChecker {
  readonly #file: string;
  readonly #validators = new Map<string, ValidateFunction | undefined>();
  #loaded: { description: Description; ajv: Ajv2020 } | undefined;

  /** `file` as a module would import it, e.g. "@octokit/openapi/generated/api.github.com.json". */
  constructor(file: string) {
    this.#file = file;
  }

  /** The description, read on first use. */
  get description(): Description {
    return this.#load().description;
  }

  /** What is wrong with a value, given the place of its schema; undefined when there is none. */
  problems(pointer: readonly string[], value: unknown): readonly string[] | undefined {
    const key = pointer.map(escape).join("/");
    if (!this.#validators.has(key)) this.#validators.set(key, this.#compile(pointer, key));
    const validate = this.#validators.get(key);
    if (validate === undefined) return undefined;
    if (validate(value)) return [];
    const seen = (validate.errors ?? []).map((error) => {
      const detail = JSON.stringify(error.params);
      return `${error.instancePath === "" ? "/" : error.instancePath} ${error.message ?? ""} ${detail}`;
    });
    return seen.slice(0, 12);
  }

  #compile(pointer: readonly string[], key: string): ValidateFunction | undefined {
    const { description, ajv } = this.#load();
    let place: unknown = description;
    for (const step of pointer) {
      if (typeof place !== "object" || place === null) return undefined;
      place = (place as Description)[step];
    }
    return place === undefined ? undefined : ajv.compile({ $ref: `official#/${key}` });
  }

  #load(): { description: Description; ajv: Ajv2020 } {
    if (this.#loaded === undefined) {
      const text = readFileSync(require.resolve(this.#file), "utf8");
      const description = JSON.parse(text) as Description;
      spellOutNullable(description);
      const ajv = new Ajv2020({
        strict: false,
        allErrors: true,
        validateSchema: false,
        // Each schema is used a few times at most: small code soon beats fast code later.
        inlineRefs: false,
        code: { optimize: false },
      });
      formats.default(ajv);
      // The addresses of bots ("1+app[bot]@users.noreply.github.com") are none by the strict rule.
      ajv.addFormat("email", /^[^@\s]+@[^@\s]+$/);
      ajv.addSchema(description, "official", false, false);
      this.#loaded = { description, ajv };
    }
    return this.#loaded;
  }
}

function escape(step: string): string {
  return encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"));
}
