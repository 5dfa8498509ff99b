import { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { Clock, GitHubClient, Log } from "./client.ts";
import { failureOf, isRateLimit, rateLimited, statusOf } from "./failures.ts";
import type { KeptAnswer, KeptAnswers } from "./kept-answers.ts";
import { graphqlErrorsSchema, PartialErrors } from "./partial-errors.ts";

/** A GraphQL document with the values of its variables. */
export interface Operation {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Answer<T> {
  readonly data: T;
  readonly errors: PartialErrors;
}

/** Octokit's `GraphqlResponseError`: thrown even where data came beside the errors. */
const graphqlFailureSchema = z.object({
  name: z.literal("GraphqlResponseError"),
  headers: z.record(z.string(), z.unknown()).default({}),
  errors: graphqlErrorsSchema,
  data: z.unknown(),
});

const costSchema = z.object({
  rateLimit: z.object({ cost: z.number(), remaining: z.number() }).nullish(),
});

/**
 * GitHub's API with a time limit, with its failures mapped, and with every answer checked against a
 * schema. Each call is exactly one HTTP request; each failure an `EvidenceUnavailable`.
 */
export class Api {
  readonly clock: Clock;
  readonly #client: GitHubClient;
  readonly #log: Log | null;
  readonly #timeout: number;
  readonly #kept: KeptAnswers | null;

  constructor(
    client: GitHubClient,
    options: {
      clock: Clock;
      log: Log | null;
      timeoutMilliseconds: number;
      /** Answers to REST's questions, from before. */
      kept?: KeptAnswers;
    },
  ) {
    this.#client = client;
    this.clock = options.clock;
    this.#log = options.log;
    this.#timeout = options.timeoutMilliseconds;
    this.#kept = options.kept ?? null;
  }

  /**
   * A GraphQL request. Errors that concern only parts of the answer come beside the data; those
   * that concern the whole (rate limits, no data, no path) are thrown.
   */
  async graphql<T>(operation: Operation, schema: z.ZodType<T>): Promise<Answer<T>> {
    const { data, errors } = await this.#ask(operation);
    const cost = costSchema.safeParse(data).data?.rateLimit;
    if (cost) this.#log?.debug({ cost: cost.cost, remaining: cost.remaining }, "GraphQL cost");
    return { data: fitting(schema, data), errors };
  }

  /** A REST request: `rest("GET /repos/{owner}/{repo}/…", parameters, schema)`. */
  async rest<T>(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    schema: z.ZodType<T>,
  ): Promise<T> {
    return (await this.restWithHeaders(route, parameters, schema)).data;
  }

  /** The same, with the answer's headers: where a list goes on stands in `link`. */
  async restWithHeaders<T>(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    schema: z.ZodType<T>,
  ): Promise<{ readonly data: T; readonly headers: Readonly<Record<string, unknown>> }> {
    const question = route.startsWith("GET ") ? `${route} ${JSON.stringify(parameters)}` : null;
    const kept = question === null ? null : (this.#kept?.get(question) ?? null);
    try {
      const { data, headers } = await this.#request(route, parameters, kept);
      const fit = fitting(schema, data);
      // Only what was understood: else a body that broke off would stay for as long as nothing changes.
      if (question !== null) this.#kept?.keep(question, data, headers);
      return { data: fit, headers };
    } catch (thrown) {
      throw failureOf(thrown, this.clock);
    }
  }

  /** What was answered before is asked for only if it changed. */
  async #request(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    kept: KeptAnswer | null,
  ): Promise<Pick<KeptAnswer, "data" | "headers">> {
    const condition = kept ? { headers: { "if-none-match": kept.etag } } : {};
    try {
      const { data, headers = {} } = await this.#inTime((request) =>
        this.#client.request(route, { ...parameters, ...condition, request }),
      );
      return { data, headers };
    } catch (thrown) {
      // Octokit throws that nothing is new; what it throws carries no links to further pages.
      if (kept && statusOf(thrown) === 304) return kept;
      throw thrown;
    }
  }

  async #ask(operation: Operation): Promise<Answer<unknown>> {
    try {
      const data = await this.#inTime((request) =>
        this.#client.graphql(operation.document, { ...operation.variables, request }),
      );
      return { data, errors: new PartialErrors([]) };
    } catch (thrown) {
      const failure = graphqlFailureSchema.safeParse(thrown);
      if (!failure.success) throw failureOf(thrown, this.clock);
      return this.#partial(failure.data, thrown);
    }
  }

  #partial(failure: z.infer<typeof graphqlFailureSchema>, cause: unknown): Answer<unknown> {
    const { errors, data, headers } = failure;
    if (errors.some(({ type, message }) => type === "RATE_LIMITED" || isRateLimit({}, message)))
      throw rateLimited(headers, this.clock, cause);
    const concernsTheWhole = data === null || data === undefined || errors.some((e) => !e.path);
    if (concernsTheWhole) throw wholeFailure(errors, cause);
    // That something is not there is an answer: an organisation without a policy, a team.
    const refused = errors.filter(({ type }) => type !== "NOT_FOUND");
    if (refused.length > 0)
      this.#log?.warn(
        { errors: refused.map(({ type, path }) => ({ type, path })) },
        "GitHub could not read parts of the answer",
      );
    return { data, errors: new PartialErrors(errors) };
  }

  /**
   * Aborts the request after the time limit, and does not wait for it any longer either: what
   * Octokit does around a request (fetching a token) does not listen to our signal.
   */
  async #inTime<T>(send: (request: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const reason = new Error(`GitHub did not answer within ${this.#timeout} ms`);
      abort.abort(reason);
      reject(reason);
    }, this.#timeout);
    try {
      return await Promise.race([send({ signal: abort.signal }), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function wholeFailure(
  errors: z.infer<typeof graphqlErrorsSchema>,
  cause: unknown,
): EvidenceUnavailable {
  if (errors.some(({ type }) => type === "FORBIDDEN" || type === "INSUFFICIENT_SCOPES"))
    return new EvidenceUnavailable(
      "forbidden",
      "GitHub refused the request: check the permissions of the App's installation.",
      { cause },
    );
  // A query that the server does not understand carries `extensions.code`, e.g. undefinedField.
  if (errors.some((error) => z.object({ code: z.string() }).safeParse(error["extensions"]).success))
    return new EvidenceUnavailable(
      "unexpected-answer",
      "GitHub did not understand the request: its version may be too old.",
      { cause },
    );
  return new EvidenceUnavailable("unreachable", "GitHub could not answer the request.", { cause });
}

function fitting<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  // Octokit answers with what it got where a JSON body broke off on the way.
  if (data === undefined || typeof data === "string")
    throw new EvidenceUnavailable("unreachable", "GitHub's answer broke off.");
  const places = parsed.error.issues.map((issue) => issue.path.join(".")).slice(0, 3);
  throw new EvidenceUnavailable(
    "unexpected-answer",
    `GitHub's answer did not have the expected form (at ${places.join(", ") || "its top"}).`,
    { cause: parsed.error },
  );
}
