import { z } from "zod";
import { EvidenceUnavailable, type Done } from "../application/index.ts";
import { statusOf } from "./failures.ts";

/** GitHub did not do what it was asked, and said so. */
export interface Refusal {
  readonly status: number;
  /** GitHub's own words on one line, at most 300 characters. */
  readonly words: string;
}

/** Whole characters, so that none is cut in two. */
const LONGEST = /^.{0,300}/u;

/** https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
const wordsSchema = z.object({
  response: z.object({
    data: z.object({
      message: z.string(),
      errors: z
        .array(z.union([z.string(), z.looseObject({ message: z.string().optional() })]))
        .optional()
        .catch(undefined),
    }),
  }),
});

/**
 * The refusal that was thrown by a request; null where something else went wrong: GitHub could not
 * be reached, asked us to wait, does not take our token, or answered what nobody understands.
 */
export function refusalIn(thrown: unknown): Refusal | null {
  if (!(thrown instanceof EvidenceUnavailable)) return null;
  if (thrown.code === "unreachable" || thrown.code === "rate-limited") return null;
  const status = statusOf(thrown.cause);
  if (status === null || status < 400 || status === 401) return null;
  return { status, words: wordsOf(thrown.cause) ?? `GitHub answered ${status}.` };
}

/** Not done, and why, in a sentence. */
export function refused(why: string): Done {
  return { status: "refused", why };
}

function wordsOf(cause: unknown): string | null {
  const parsed = wordsSchema.safeParse(cause);
  if (!parsed.success) return null;
  const { message, errors = [] } = parsed.data.response.data;
  const details = errors.map((error) => (typeof error === "string" ? error : error.message));
  const words = [message, ...details.filter((detail) => detail !== undefined)].join(": ");
  return shortened(words.replace(/[\p{C}\s]+/gu, " ").trim()) || null;
}

function shortened(text: string): string {
  const [start = ""] = LONGEST.exec(text) ?? [];
  return start === text ? text : `${start.replace(/.$/u, "").trimEnd()}…`;
}
