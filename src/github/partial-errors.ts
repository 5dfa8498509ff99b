import { z } from "zod";

/** GraphQL errors that came beside data, as far as we read them. */
export const graphqlErrorsSchema = z.array(
  z.looseObject({
    message: z.string().default(""),
    type: z.string().optional(),
    path: z.array(z.union([z.string(), z.number()])).optional(),
  }),
);

export type GraphqlErrors = z.infer<typeof graphqlErrorsSchema>;
export type Path = readonly (string | number)[];

/**
 * The errors of one GraphQL answer, asked by the part of the answer that they spoil. GitHub answers
 * 200 with nulls where a permission is missing; only these errors tell such a null from "none":
 * https://docs.github.com/en/graphql/guides/using-graphql-clients
 */
export class PartialErrors {
  readonly #errors: GraphqlErrors;

  constructor(errors: GraphqlErrors) {
    this.#errors = errors;
  }

  /** The types of the errors at, above or below a path; an error without a type is `UNKNOWN`. */
  typesAt(path: Path): readonly string[] {
    return this.#errors
      .filter((error) => overlap(error.path ?? [], path))
      .map((error) => error.type ?? "UNKNOWN");
  }

  /** Whether what would stand at exactly this path does not exist. */
  notFound(path: Path): boolean {
    return this.#errors.some(
      (error) =>
        error.type === "NOT_FOUND" &&
        error.path?.length === path.length &&
        overlap(error.path, path),
    );
  }

  /** The parts below a path that GitHub could not answer, for telling an administrator. */
  partsBelow(path: Path): readonly string[] {
    const below = this.#errors.flatMap((error) =>
      error.path && overlap(error.path, path)
        ? [
            error.path
              .slice(path.length)
              .filter((step) => typeof step === "string")
              .join("."),
          ]
        : [],
    );
    return [...new Set(below)].filter((part) => part !== "");
  }

  /**
   * Why the part at this path cannot be trusted, in words for people; null when nothing is wrong.
   * `permission` is what an administrator grants if it was refused, e.g. "Contents: read". GitHub's
   * own words are left out: they carry request ids, and the same state must give the same evidence.
   */
  reasonAt(path: Path, permission: string): string | null {
    const [type] = this.typesAt(path);
    if (type === undefined) return null;
    if (type === "FORBIDDEN" || type === "INSUFFICIENT_SCOPES")
      return `GitHub does not let the App read this. Grant its installation "${permission}".`;
    return `GitHub could not read this (${type}). It will be tried again.`;
  }
}

function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((step, index) => step === b[index]);
}
