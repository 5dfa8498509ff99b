import { answerProblems, requestProblems } from "../../simulator/official/rest-description.ts";
import { rest } from "../support/nocked-github.ts";

/**
 * Answers the next request to an operation of GitHub's, once. The answer, and what is sent, must fit
 * the official description of the operation; `sent` collects the bodies that came.
 */
export function answers(
  operation: string,
  path: string,
  answer: { readonly status?: number; readonly body: unknown },
  sent: unknown[] = [],
): void {
  const [method = "", template = ""] = operation.split(" ");
  const { status = 200, body } = answer;
  if (status < 400) expect(answerProblems(method, template, status, body)).toEqual([]);
  rest()
    .intercept(path, method)
    .reply(
      status,
      async (request: Request) => {
        const text = await request.text();
        if (text !== "") {
          const given: unknown = JSON.parse(text);
          sent.push(given, ...(requestProblems(method, template, given) ?? []));
        }
        return JSON.stringify(body);
      },
      { "content-type": "application/json" },
    );
}

/** GitHub's refusals: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
export const refusal = (status: number, message: string) => ({
  status,
  body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
});

/** A ruleset as GitHub shows it to those who may write it. */
export const RULESET = {
  id: 42,
  name: "portcullis",
  target: "branch",
  source_type: "Repository",
  source: "acme/shop",
  enforcement: "active",
  bypass_actors: [{ actor_id: null, actor_type: "DeployKey", bypass_mode: "always" }],
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  rules: [
    { type: "deletion" },
    {
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: true,
        required_status_checks: [{ context: "portcullis", integration_id: 7 }],
      },
    },
  ],
  node_id: "RRS_1",
  _links: { self: { href: "https://api.github.com/repos/acme/shop/rulesets/42" } },
  created_at: "2026-07-15T08:43:03Z",
  updated_at: "2026-08-23T16:29:47Z",
};
