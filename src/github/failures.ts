import { z } from "zod";
import { EvidenceUnavailable, InstallationGone } from "../application/index.ts";
import type { Clock } from "./client.ts";

const headersSchema = z.record(z.string(), z.unknown());

const requestErrorSchema = z.object({
  status: z.number().optional(),
  message: z.string().optional(),
  response: z.object({ headers: headersSchema.optional(), data: z.unknown() }).nullish(),
});

/** An installation's token is fetched on the way, whatever is asked for. */
const tokenRequestSchema = z.object({
  status: z.literal(404),
  response: z.object({}),
  request: z.object({
    method: z.literal("POST"),
    url: z.string().regex(/\/app\/installations\/\d+\/access_tokens$/),
  }),
});

/** How long GitHub asks us to leave it alone where it names no time, in seconds. */
const AT_LEAST_A_MINUTE = 60;

/**
 * Turns what Octokit threw into an `EvidenceUnavailable` with its closed code. An abort, a reset, a
 * timeout and every 5xx are `unreachable`; 403 and 429 are `rate-limited` where GitHub's headers or
 * words say so: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function failureOf(thrown: unknown, clock: Clock): EvidenceUnavailable {
  if (thrown instanceof EvidenceUnavailable) return thrown;
  // https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
  // A suspended one is answered 403: that may end, and nobody has to install anything.
  if (tokenRequestSchema.safeParse(thrown).success) return new InstallationGone(thrown);
  const parsed = requestErrorSchema.safeParse(thrown);
  const status = statusOf(thrown);
  const headers = parsed.data?.response?.headers ?? {};
  const message = parsed.data?.message ?? "";
  if (status === 429 || (status === 403 && isRateLimit(headers, message)))
    return rateLimited(headers, clock, thrown);
  if (status === 401 || status === 403)
    return new EvidenceUnavailable(
      "forbidden",
      "GitHub refused the request: check the permissions of the App's installation.",
      { cause: thrown },
    );
  if (status === null || status === 408 || status >= 500)
    return new EvidenceUnavailable("unreachable", "GitHub could not be reached.", {
      cause: thrown,
    });
  return new EvidenceUnavailable(
    "unexpected-answer",
    `GitHub answered ${status} where that was not expected.`,
    { cause: thrown },
  );
}

/** The HTTP status that Octokit's error carries; null where there was no answer at all. */
export function statusOf(thrown: unknown): number | null {
  const parsed = requestErrorSchema.safeParse(thrown);
  // Octokit gives an aborted or failed connection the status 500, but no response.
  if (!parsed.success || !parsed.data.response) return null;
  return parsed.data.status ?? null;
}

/** Whether an answer's headers, or its words, are those of a primary or secondary rate limit. */
export function isRateLimit(headers: Readonly<Record<string, unknown>>, message: string): boolean {
  return (
    headers["retry-after"] !== undefined ||
    String(headers["x-ratelimit-remaining"]) === "0" ||
    /rate limit|abuse detection/i.test(message)
  );
}

/** Rate-limited, with the seconds until GitHub will answer again. */
export function rateLimited(
  headers: Readonly<Record<string, unknown>>,
  clock: Clock,
  cause: unknown,
): EvidenceUnavailable {
  return new EvidenceUnavailable("rate-limited", "GitHub asked us to wait (rate limit).", {
    cause,
    retryAfter: secondsToWait(headers, clock),
    resetsAt: resetIn(headers),
  });
}

/** When the hourly limit begins anew, where it is that which is used up; null: it is another one. */
function resetIn(headers: Readonly<Record<string, unknown>>): string | null {
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  const isUsedUp = String(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset);
  if (!isUsedUp || headers["retry-after"] !== undefined) return null;
  return new Date(reset * 1_000).toISOString();
}

function secondsToWait(headers: Readonly<Record<string, unknown>>, clock: Clock): number {
  const retryAfter = Number(headers["retry-after"]);
  if (Number.isFinite(retryAfter) && retryAfter > 0) return Math.ceil(retryAfter);
  const reset = Number(headers["x-ratelimit-reset"]);
  if (String(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset))
    return Math.max(1, Math.ceil(reset - nowAtGitHub(headers, clock) / 1000));
  return AT_LEAST_A_MINUTE;
}

/** GitHub names the reset by its own clock, and says in the same answer what that shows. */
export function nowAtGitHub(headers: Readonly<Record<string, unknown>>, clock: Clock): number {
  const told = Date.parse(String(headers["date"]));
  return Number.isNaN(told) ? clock().getTime() : told;
}
