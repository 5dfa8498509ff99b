import { z } from "zod";

type Headers = Readonly<Record<string, unknown>>;

/** The hooks of an Octokit, by shape. https://github.com/octokit/core.js#hooks */
interface Hooked {
  readonly hook: {
    after(
      name: "request",
      told: (answer: { readonly status: number; readonly headers: Headers }) => void,
    ): unknown;
    error(name: "request", told: (error: Error) => never): unknown;
  };
}

const answerSchema = z.object({
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.unknown()) }),
});

/** Tells of every answer, those that Octokit throws as errors among them. */
export function watchAnswers(
  octokit: Hooked,
  told: (status: number, headers: Headers) => void,
): void {
  octokit.hook.after("request", ({ status, headers }) => {
    told(status, headers);
  });
  octokit.hook.error("request", (error) => {
    const answer = answerSchema.safeParse(error).data?.response;
    if (answer) told(answer.status, answer.headers);
    throw error;
  });
}
