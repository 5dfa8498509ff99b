import type { RequestSummary } from "../http/request-log.ts";

/** Something that goes wrong with a request. */
export type Fault =
  /** An answer of the server instead of GitHub's; 502 comes as HTML. */
  | { readonly status: 500 | 502 | 503 }
  /** The request is carried out, but its answer is lost: 502. */
  | { readonly lostAnswer: true }
  /** No answer until the client gives up or the simulator stops. */
  | { readonly hang: true }
  /** The connection is cut. */
  | { readonly reset: true }
  /** The answer comes late. */
  | { readonly delay: number }
  /** The hourly budget is used up, until `resetInSeconds` from now. */
  | {
      readonly rateLimit: "primary";
      readonly status?: 403 | 429;
      readonly resetInSeconds: number;
    }
  /** Too much at once: come back after so many seconds. */
  | {
      readonly rateLimit: "secondary";
      readonly status?: 403 | 429;
      readonly retryAfterSeconds: number;
    }
  /** GraphQL answers FORBIDDEN for the field at this path, e.g. "repository.pullRequest.reviews". */
  | { readonly forbidden: string };

interface Rule {
  readonly fault: Fault;
  readonly when: (request: RequestSummary) => boolean;
  left: number;
}

/** Faults that tests ask for. */
export class Faults {
  readonly #rules: Rule[] = [];
  /** Added to every answer, in milliseconds, e.g. 60 to feel like the network. */
  latency = 0;

  /** Lets requests that match fail, `times` times (forever unless said); returns how to stop it. */
  inject(
    fault: Fault,
    when: (request: RequestSummary) => boolean = () => true,
    times = Infinity,
  ): () => void {
    const rule = { fault, when, left: times };
    this.#rules.push(rule);
    return () => {
      rule.left = 0;
    };
  }

  /** Takes all faults away. */
  clear(): void {
    this.#rules.length = 0;
    this.latency = 0;
  }

  /** The faults that this request meets; each counts as used. */
  take(request: RequestSummary): Fault[] {
    const met = this.#rules.filter((rule) => rule.left > 0 && rule.when(request));
    for (const rule of met) rule.left -= 1;
    return met.map((rule) => rule.fault);
  }
}
