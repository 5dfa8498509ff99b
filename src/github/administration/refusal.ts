import {
  type Made,
  EvidenceUnavailable,
  type Refusal,
  type Seen,
} from "../../application/index.ts";
import { statusOf } from "../failures.ts";

/** What was tried, and what it takes. */
export interface Attempt {
  /** In a sentence: "read the rulesets". */
  readonly doing: string;
  /** What an administrator grants to the token: "Administration: write". */
  readonly permission: string;
}

/** Reads something; a failure of GitHub's is a value, in words. A bug is still thrown. */
export async function seen<T>(attempt: Attempt, read: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { status: "read", value: await read() };
  } catch (thrown) {
    return { status: "refused", ...refusalOf(thrown, attempt) };
  }
}

/** Changes something; a failure of GitHub's is a value, in words. A bug is still thrown. */
export async function done(attempt: Attempt, change: () => Promise<unknown>): Promise<Made> {
  try {
    await change();
    return { status: "done" };
  } catch (thrown) {
    return { status: "refused", ...refusalOf(thrown, attempt) };
  }
}

/** Reads something first of all: that GitHub does not accept `what` is said in so many words. */
export async function accepted<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof EvidenceUnavailable) || statusOf(thrown.cause) !== 401) throw thrown;
    throw new EvidenceUnavailable("forbidden", `GitHub does not accept ${what}.`, {
      cause: thrown.cause,
    });
  }
}

/** Whether GitHub answered 404. */
export function isNotFound(thrown: unknown): boolean {
  return thrown instanceof EvidenceUnavailable && statusOf(thrown.cause) === 404;
}

function refusalOf(thrown: unknown, { doing, permission }: Attempt): Refusal {
  if (!(thrown instanceof EvidenceUnavailable)) throw thrown;
  const status = statusOf(thrown.cause);
  const said = thrown.cause instanceof Error ? thrown.cause.message : "";
  // Rulesets and protection of private repositories are not part of every plan:
  // https://docs.github.com/en/get-started/learning-about-github/githubs-plans
  if (status === 403 && /upgrade to/i.test(said)) {
    return {
      reason: `GitHub's plan of this private repository does not let anybody ${doing}.`,
      remedy: "Upgrade the plan, or make the repository public.",
    };
  }
  if (thrown.code === "rate-limited") {
    return {
      reason: `GitHub's rate limit is used up, so that nobody could ${doing}.`,
      remedy: `Run it again in ${minutes(thrown.retryAfter)}.`,
    };
  }
  // GitHub hides from those who may not even know: 404 is a refusal as well.
  if (status === 401 || status === 403 || status === 404) {
    return {
      reason: `GitHub does not let this token ${doing} (${status}).`,
      remedy: `Use a token of somebody who administers the repository, with the permission "${permission}".`,
    };
  }
  if (status === 422) {
    return {
      reason: `GitHub would not ${doing}: ${said === "" ? "it gave no reason" : said}`,
      remedy: "Mend what GitHub names, and run it again.",
    };
  }
  return { reason: `${thrown.message} Could not ${doing}.`, remedy: "Run it again later." };
}

function minutes(seconds: number | null): string {
  const count = Math.max(1, Math.ceil((seconds ?? 60) / 60));
  return count === 1 ? "a minute" : `${count} minutes`;
}
