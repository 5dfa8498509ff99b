import type { Description } from "./schema-checker.ts";
import { SchemaChecker } from "./schema-checker.ts";

const checker = new SchemaChecker("@octokit/openapi-webhooks/generated/api.github.com.json");

/** What the official description of webhooks says of a payload. */
export function webhookProblems(
  event: string,
  action: string | null,
  payload: unknown,
): readonly string[] {
  const names = action === null ? [event] : [`${event}-${action}`];
  const webhooks = checker.description["webhooks"] as Description;
  const name = names
    .map((candidate) => candidate.replaceAll("_", "-"))
    .find((candidate) => candidate in webhooks);
  if (name === undefined) return [`GitHub has no webhook ${names.join(" or ")}`];
  const body = ["webhooks", name, "post", "requestBody", "content", "application/json", "schema"];
  return (
    checker.problems(body, withoutKnownNulls(event, payload)) ?? [
      "GitHub does not describe this webhook",
    ]
  );
}

/** GitHub sends null for the deployment of a job that has none yet; the description lacks it. */
function withoutKnownNulls(event: string, payload: unknown): unknown {
  if (event !== "deployment_protection_rule") return payload;
  const { deployment, ...rest } = payload as Description;
  return deployment === null ? rest : payload;
}
