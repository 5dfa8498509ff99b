import { type AppCredentials, readAppCredentials } from "./doctor-credentials.ts";
import { type Given, oneOf, type Option, type Parsed, wrong } from "./options.ts";
import { NO_TOKEN_NOR_KEY, personsToken } from "./protect-variables.ts";
import {
  APP_OPTIONS,
  readApp,
  readRepository,
  REPOSITORY_OPTION,
  type WhichApp,
} from "./protect-request.ts";

const FORMATS = ["text", "json"] as const;

export interface DoctorRequest {
  /** `owner/name` */
  readonly repository: string;
  readonly app: WhichApp;
  readonly format: (typeof FORMATS)[number];
  /** Of whoever calls; this or `credentials` is there. */
  readonly token: string | null;
  readonly credentials: AppCredentials | null;
}

/** The options of `portcullis doctor`. */
export const DOCTOR_OPTIONS: readonly Option[] = [
  REPOSITORY_OPTION,
  ...APP_OPTIONS,
  { name: "format", value: "FORMAT", help: "text or json (text)" },
];

/** Understands the options of `portcullis doctor`, or says in one sentence what is wrong. */
export function readDoctorRequest(
  given: Given,
  environment: NodeJS.ProcessEnv,
): Parsed<DoctorRequest> {
  const repository = readRepository(given);
  if (repository.status === "misunderstood") return repository;
  const app = readApp(given, environment);
  if (app.status === "misunderstood") return app;
  if (app.value === null) {
    return wrong("Say which App: --app-id N, --app SLUG, or the variable APP_ID.");
  }
  const format = oneOf("The format", given.values.get("format") ?? "text", FORMATS);
  if (format.status === "misunderstood") return format;
  const credentials = readAppCredentials(environment);
  if (credentials.status === "misunderstood") return credentials;
  const token = personsToken(environment);
  if (token === null && credentials.value === null) return wrong(NO_TOKEN_NOR_KEY);
  if (credentials.value && "id" in app.value && credentials.value.appId !== app.value.id) {
    return wrong("--app-id names another App than the variable APP_ID, whose key is given.");
  }
  return {
    status: "understood",
    value: {
      repository: repository.value,
      app: app.value,
      format: format.value,
      token,
      credentials: credentials.value,
    },
  };
}
