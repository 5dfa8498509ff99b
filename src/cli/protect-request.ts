import { type Given, type Option, type Parsed, wrong } from "./options.ts";
import { given as variable } from "./protect-variables.ts";

/** Which App is meant: by its id, or by its name in addresses. */
export type WhichApp = { readonly id: number } | { readonly slug: string };

export interface ProtectRequest {
  /** `owner/name` */
  readonly repository: string;
  readonly app: WhichApp;
  /** Whether the changes are made, or only shown. */
  readonly isMeant: boolean;
}

/** Names the repository; needed by every command that asks GitHub. */
export const REPOSITORY_OPTION: Option = {
  name: "repository",
  value: "OWNER/NAME",
  help: "the repository on GitHub",
};

/** Names the App whose check is meant. */
export const APP_OPTIONS: readonly Option[] = [
  { name: "app-id", value: "N", help: "the App's id (the variable APP_ID)" },
  { name: "app", value: "SLUG", help: "the App's name in addresses, instead of its id" },
];

/** The options of `portcullis protect`. */
export const PROTECT_OPTIONS: readonly Option[] = [
  REPOSITORY_OPTION,
  ...APP_OPTIONS,
  { name: "yes", value: null, help: "make the changes; without it they are only shown" },
];

/** Understands the options of `portcullis protect`, or says in one sentence what is wrong. */
export function readProtectRequest(
  given: Given,
  environment: NodeJS.ProcessEnv,
): Parsed<ProtectRequest> {
  const repository = readRepository(given);
  if (repository.status === "misunderstood") return repository;
  const app = readApp(given, environment);
  if (app.status === "misunderstood") return app;
  if (app.value === null) {
    return wrong("Say which App: --app-id N, --app SLUG, or the variable APP_ID.");
  }
  const isMeant = given.flags.has("yes");
  return { status: "understood", value: { repository: repository.value, app: app.value, isMeant } };
}

/** The repository that is named with --repository. */
export function readRepository({ values }: Given): Parsed<string> {
  const repository = values.get("repository");
  if (repository === undefined) return wrong("Say which repository: --repository OWNER/NAME.");
  if (!/^[\w-]+\/(?!\.{1,2}$)[\w.-]+$/.test(repository)) {
    return wrong(`--repository ${JSON.stringify(repository)} is no repository. Give OWNER/NAME.`);
  }
  return { status: "understood", value: repository };
}

/** The App that is named, on the command line before the environment; null: none is. */
export function readApp(
  { values }: Given,
  environment: NodeJS.ProcessEnv,
): Parsed<WhichApp | null> {
  const slug = values.get("app");
  const written = values.get("app-id");
  if (slug !== undefined && written !== undefined) {
    return wrong("--app and --app-id name the same thing. Give one of them.");
  }
  if (slug !== undefined) {
    if (/^[\w-]+$/.test(slug)) return { status: "understood", value: { slug } };
    return wrong(`--app ${JSON.stringify(slug)} is no App's name. Give it as in its address.`);
  }
  const id = written ?? variable(environment, "APP_ID");
  if (id === null) return { status: "understood", value: null };
  if (!/^[1-9]\d{0,14}$/.test(id)) {
    const from = written === undefined ? "The variable APP_ID" : `--app-id ${JSON.stringify(id)}`;
    return wrong(`${from} is no App id. It is the number on the App's settings page.`);
  }
  return { status: "understood", value: { id: Number(id) } };
}
