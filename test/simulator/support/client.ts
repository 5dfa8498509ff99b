/** An answer as tests look at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A plain client: no retries, no throttling, no types between the test and the bytes. */
export class Client {
  readonly #url: string;
  readonly #authorization: string | undefined;

  constructor(url: string, authorization?: string) {
    this.#url = url;
    this.#authorization = authorization;
  }

  /** A REST request. */
  async rest(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> {
    return this.#send(method, `/api/v3${path}`, body, headers);
  }

  /** A GraphQL request. */
  async graphql(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.#send("POST", "/api/graphql", { query, variables }, {});
  }

  /** Any request at all. */
  async #send(method: string, path: string, body: unknown, headers: object): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
        "content-type": "application/json",
        ...headers,
      },
      ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    const parsed: unknown = isJson && text !== "" ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed };
  }
}
