import { pino, type DestinationStream, type Logger } from "pino";

/** Where secrets could come along in what libraries log: request headers, tokens, payloads. */
const SECRETS = [
  "headers.authorization",
  "req.headers",
  "request.headers",
  "*.headers.authorization",
  "*.token",
  "token",
  "privateKey",
  "webhookSecret",
  "secret",
  "payload",
  "*.payload",
];

/**
 * A structured log without secrets and without people: errors keep their message, code and stack. Only
 * of GitHub's there is no more than their name and status, since GitHub's words name people.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: SECRETS, censor: "[redacted]" },
    serializers: { err: describe, error: describe },
  };
  return destination ? pino(options, destination) : pino(options);
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  if (isOfGitHub(error)) return { name: error.name, message: briefly(error) };
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? briefly(error.cause) : undefined;
  return { name: error.name, message: error.message, code, cause, stack: error.stack };
}

function briefly(error: Error): string {
  if (!isOfGitHub(error)) return error.message;
  return "status" in error ? `${error.name} ${String(error.status)}` : error.name;
}

/** Octokit's errors: of REST with the answer's status, of GraphQL with a name of their own. */
function isOfGitHub(error: Error): boolean {
  return ("status" in error && "request" in error) || error.name === "GraphqlResponseError";
}
