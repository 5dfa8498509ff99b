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

/** A structured log without secrets and without people: errors keep their message, code and stack. */
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
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { name: error.name, message: error.message, code, cause, stack: error.stack };
}
