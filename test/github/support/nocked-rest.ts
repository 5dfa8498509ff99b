import { Api } from "../../../src/github/api.ts";
import { answerProblems, requestProblems } from "../../simulator/official/rest-description.ts";
import { client, PATIENT_MILLISECONDS } from "./client.ts";
import { rest } from "./nocked-github.ts";

/** Our access to a GitHub of which every answer is written by the test. */
export function nockedApi(clock: () => Date = () => new Date("2026-11-20T12:00:00Z")): Api {
  return new Api(client(), { clock, log: null, timeoutMilliseconds: PATIENT_MILLISECONDS });
}

interface Exchange {
  /** The path with GitHub's names for its parts: `/repos/{owner}/{repo}/issues`. */
  readonly template: string;
  /** The path as it is asked, with the query. */
  readonly path: string;
  readonly status: number;
  /** What GitHub answers; null for no body. */
  readonly body: unknown;
}

const bodies: unknown[] = [];

/** What was sent to the announced requests of this test, in order. */
export const sentBodies = (): readonly unknown[] => [...bodies];

/** Announces one request. What is sent and what is answered must both fit the official description. */
export function exchange(method: "GET" | "POST" | "PATCH", asked: Exchange): void {
  bodies.length = 0;
  const { template, path, status, body } = asked;
  const isKnown = status < 400 && status !== 204;
  if (isKnown) expect(answerProblems(method, template, status, body)).toEqual([]);
  rest()
    .intercept(path, method)
    .reply(status, async (request: Request) => {
      const text = await request.text();
      if (text !== "") {
        const sent: unknown = JSON.parse(text);
        bodies.push(sent);
        const problems = requestProblems(method, template, sent) ?? [];
        if (problems.length > 0) throw new Error(problems.join("\n"));
      }
      return (body ?? "") as Record<string, unknown>;
    });
}
