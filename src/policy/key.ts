import type { z } from "zod";

import type { Place } from "../domain/index.ts";
import type { Order } from "./order.ts";

/** What a key's schema must know beyond the text. */
export interface KeyContext {
  /** The owner of the repository in which the policy lies: `team` means `<owner>/team`. */
  readonly owner: string;
  /** Ids of the sections of documents for which a team can name more headings. */
  readonly sections: readonly string[];
}

/** One key of the policy: where it stands, what it must be, and which values are stricter. */
export interface Key<T> {
  /** Dotted: `gates.archive.retain-for`. */
  readonly path: string;
  readonly order: Order<T>;
  schema(context: KeyContext): z.ZodType<T>;
  /** The value with the places of its parts, by their keys: for what is shown one by one. */
  placed?(value: T, placeOf: (part: string) => Place): T;
}

/** Building a schema takes longer than using it, and one organisation's policies come together. */
const MOST_SCHEMAS = 100;

/** Declares a key; its schema may depend on the context. */
export function key<T>(
  path: string,
  order: Order<T>,
  schema: z.ZodType<T> | ((context: KeyContext) => z.ZodType<T>),
  options: Pick<Key<T>, "placed"> = {},
): Key<T> {
  if (typeof schema !== "function") return { path, order, schema: () => schema, ...options };
  const built = new Map<string, z.ZodType<T>>();
  return {
    path,
    order,
    ...options,
    schema: (context) => {
      const name = `${context.owner} ${context.sections.join(" ")}`;
      const known = built.get(name) ?? schema(context);
      if (built.size >= MOST_SCHEMAS) built.clear();
      built.set(name, known);
      return known;
    },
  };
}

/** A policy file, as people are told about it. */
export interface Origin {
  /** `owner/name` */
  readonly repository: string;
  readonly path: string;
}

/** What a policy says under one key. */
export interface Statement<T> {
  readonly value: T;
  readonly origin: Origin;
  /** From 1. */
  readonly line: number;
}

/** What policies say, by key; what is absent was not said. */
export class Statements {
  readonly #byPath: ReadonlyMap<string, Statement<unknown>>;

  constructor(byPath: ReadonlyMap<string, Statement<unknown>>) {
    this.#byPath = byPath;
  }

  get<T>(wanted: Key<T>): Statement<T> | undefined {
    // Whoever fills in a statement does so under the key whose schema gave the value.
    return this.#byPath.get(wanted.path) as Statement<T> | undefined;
  }
}
