import { EvidenceUnavailable } from "../application/index.ts";
import type { Clock } from "./client.ts";
import { nowAtGitHub } from "./failures.ts";

type Headers = Readonly<Record<string, unknown>>;

/** Milliseconds since some moment: what nobody sets, unlike a clock. */
type Elapsed = () => number;

/** What is left of an hour, as GitHub's answer told last. */
interface Budget {
  readonly limit: number;
  readonly remaining: number;
  /** By GitHub's clock, in milliseconds; and by what goes by here. */
  readonly resetsAt: number;
  readonly until: number;
}

/**
 * With a smaller share left than this, what begins so does not begin. Looking at everything leaves
 * enough for what happens meanwhile; whatever is read leaves enough for saying that no more is read.
 */
const SHARE_KEPT = { sweep: 0.2, reading: 0.05 } as const;
/** Requests or points, however small the limit is. */
const LEAST_KEPT = 20;

/** What wants to ask GitHub a lot. */
export type Undertaking = keyof typeof SHARE_KEPT;

/** Reading and publishing use these two. */
const RESOURCES: readonly unknown[] = ["core", "graphql"];

/**
 * What an installation may still ask GitHub in this hour.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
 */
export class Limit {
  readonly #clock: Clock;
  readonly #elapsed: Elapsed;
  readonly #budgets = new Map<unknown, Budget>();

  constructor(clock: Clock, elapsed: Elapsed) {
    this.#clock = clock;
    this.#elapsed = elapsed;
  }

  /** Takes in what an answer's headers tell; an Enterprise Server without limits tells nothing. */
  note(headers: Headers): void {
    const resource = headers["x-ratelimit-resource"];
    const limit = Number(headers["x-ratelimit-limit"] ?? Number.NaN);
    const remaining = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
    const resetsAt = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1_000;
    if (!RESOURCES.includes(resource) || !Number.isFinite(limit + remaining + resetsAt)) return;
    const until = this.#elapsed() + resetsAt - nowAtGitHub(headers, this.#clock);
    const before = this.#budgets.get(resource);
    // Answers that come together may have been given in another order, also before the hour ended.
    if (before?.resetsAt === resetsAt && before.remaining < remaining) return;
    if (until <= this.#elapsed()) return;
    this.#budgets.set(resource, { limit, remaining, resetsAt, until });
  }

  /** @throws EvidenceUnavailable where so little is left that this is not to begin */
  check(undertaking: Undertaking): void {
    const now = this.#elapsed();
    for (const { limit, remaining, resetsAt, until } of this.#budgets.values()) {
      const kept = Math.max(LEAST_KEPT, limit * SHARE_KEPT[undertaking]);
      if (now >= until || remaining >= kept) continue;
      throw new EvidenceUnavailable(
        "near-limit",
        `Of the ${limit} requests that GitHub answers in an hour, ${remaining} are left.`,
        {
          retryAfter: Math.ceil((until - now) / 1_000),
          resetsAt: new Date(resetsAt).toISOString(),
        },
      );
    }
  }
}

/** One for each installation: what one uses up is not missing elsewhere. */
export class Limits {
  readonly #clock: Clock;
  readonly #elapsed: Elapsed;
  readonly #all = new Map<number, Limit>();

  constructor(clock: Clock, elapsed: Elapsed = () => performance.now()) {
    this.#clock = clock;
    this.#elapsed = elapsed;
  }

  of(installationId: number): Limit {
    const limit = this.#all.get(installationId) ?? new Limit(this.#clock, this.#elapsed);
    this.#all.set(installationId, limit);
    return limit;
  }
}
