import { readFileSync } from "node:fs";
import { z } from "zod";
import { DATA_DIRECTORY } from "./store/index.ts";

/** What the server needs to know from outside. */
export interface Environment {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** REST's base URL; null for github.com. */
  readonly apiUrl: string | null;
  /** Where people see the repositories: `https://github.com`. */
  readonly webUrl: string;
  /** `postgres://…`; null: the database is embedded. */
  readonly databaseUrl: string | null;
  /** Where the embedded database lies. */
  readonly dataDirectory: string;
  /** Days for which the evidence of a decision is kept. */
  readonly evidenceDays: number;
  readonly host: string;
  readonly port: number;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
}

/** Everything that is wrong with the environment, a line each. */
export class EnvironmentProblems extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Portcullis cannot start:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "EnvironmentProblems";
    this.problems = problems;
  }
}

const schema = z.object({
  APP_ID: z
    .string({ error: "APP_ID is missing: give the App's id, from its settings page." })
    .regex(/^[1-9]\d*$/, "APP_ID is no number: give the App's id, from its settings page."),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z
    .string({
      error: "WEBHOOK_SECRET is missing: without it anybody could send events. Give the App's.",
    })
    .min(1, "WEBHOOK_SECRET is empty: without it anybody could send events. Give the App's."),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]+(:\d+)?$/, "GHE_HOST is no host: give a name like github.example.com.")
    .optional(),
  GHE_PROTOCOL: z
    .enum(["http", "https"], { error: "GHE_PROTOCOL must be https (or http)." })
    .default("https"),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "DATABASE_URL is no address of PostgreSQL: give one like postgres://user@host/portcullis.",
    )
    .optional(),
  DATA_DIR: z.string().default(DATA_DIRECTORY),
  LEDGER_EVIDENCE_DAYS: z
    .string()
    .regex(
      /^[1-9]\d{0,4}$/,
      "LEDGER_EVIDENCE_DAYS is no number of days: give one like 400, or leave it out.",
    )
    .default("400"),
  HOST: z.string().default("0.0.0.0"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "PORT is no port: give a number like 3000.")
    .default("3000"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal"], {
      error: "LOG_LEVEL must be trace, debug, info, warn, error or fatal.",
    })
    .default("info"),
});

/** The names of all variables that are read. */
export const VARIABLES: readonly string[] = Object.keys(schema.shape);

/**
 * Reads the environment, every problem at once.
 * @throws EnvironmentProblems
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  const key = readPrivateKey(given);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(({ message }) => message)),
    ...(typeof key === "string" ? [] : [key.problem]),
  ];
  if (!parsed.success || typeof key !== "string") throw new EnvironmentProblems(problems);
  const { APP_ID, WEBHOOK_SECRET, GHE_HOST, GHE_PROTOCOL, HOST, PORT, LOG_LEVEL } = parsed.data;
  const { DATABASE_URL = null, DATA_DIR, LEDGER_EVIDENCE_DAYS } = parsed.data;
  const enterprise = GHE_HOST === undefined ? null : `${GHE_PROTOCOL}://${GHE_HOST}`;
  return {
    appId: Number(APP_ID),
    privateKey: key,
    webhookSecret: WEBHOOK_SECRET,
    apiUrl: enterprise === null ? null : `${enterprise}/api/v3`,
    webUrl: enterprise ?? "https://github.com",
    databaseUrl: DATABASE_URL,
    dataDirectory: DATA_DIR,
    evidenceDays: Number(LEDGER_EVIDENCE_DAYS),
    host: HOST,
    port: Number(PORT),
    logLevel: LOG_LEVEL,
  };
}

function readPrivateKey(
  variables: Readonly<Record<string, string | undefined>>,
): string | { readonly problem: string } {
  const { PRIVATE_KEY: inline, PRIVATE_KEY_PATH: path } = variables;
  let key: string;
  if (inline !== undefined) {
    // Many places that hold secrets keep them on one line: written with \n, or in base64.
    key = inline.includes("-----BEGIN")
      ? inline.replaceAll("\\n", "\n")
      : Buffer.from(inline, "base64").toString("utf8");
  } else if (path !== undefined) {
    try {
      key = readFileSync(path, "utf8");
    } catch {
      return { problem: `PRIVATE_KEY_PATH cannot be read: there is no readable file at ${path}.` };
    }
  } else {
    return {
      problem: "PRIVATE_KEY and PRIVATE_KEY_PATH are missing: give the App's private key (PEM).",
    };
  }
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)
    ? key
    : { problem: "The private key is no PEM file: download it from the App's settings page." };
}
