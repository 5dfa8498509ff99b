/** Something that GitHub refuses to do, in its words; REST answers with the status and the errors. */
export class Refused extends Error {
  readonly status: number;
  /** The `message` of REST's answer, where the details stand in `errors`. */
  readonly headline: string;
  readonly errors: readonly RefusedField[];

  constructor(status: number, headline: string, errors: readonly RefusedField[] = []) {
    const details = errors.map((error) => error.message ?? `${error.field ?? ""} ${error.code}`);
    super([headline, ...details].join(": "));
    this.status = status;
    this.headline = headline;
    this.errors = errors;
  }
}

/** One entry of `errors`. https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
export interface RefusedField {
  readonly resource: string;
  readonly code: "invalid" | "already_exists" | "custom";
  readonly field?: string;
  readonly message?: string;
}
