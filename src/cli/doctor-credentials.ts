import { readFileSync } from "node:fs";
import { type Parsed, wrong } from "./options.ts";
import { given } from "./protect-variables.ts";

/** What proves to GitHub that a request is the App's own. */
export interface AppCredentials {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
}

/**
 * The App's credentials as the server is given them: APP_ID with PRIVATE_KEY (PEM, also on one line
 * with \n, or in base64) or PRIVATE_KEY_PATH. Null: no key is given. A key is never repeated.
 */
export function readAppCredentials(environment: NodeJS.ProcessEnv): Parsed<AppCredentials | null> {
  const inline = given(environment, "PRIVATE_KEY");
  const path = given(environment, "PRIVATE_KEY_PATH");
  if (inline === null && path === null) return { status: "understood", value: null };
  const appId = given(environment, "APP_ID");
  if (appId === null || !/^[1-9]\d{0,14}$/.test(appId)) {
    return wrong("The App's private key is given, but not whose it is: put its id into APP_ID.");
  }
  const key = inline === null ? fileAt(path ?? "") : unfolded(inline);
  if (key === null) return wrong("PRIVATE_KEY_PATH cannot be read: no readable file is there.");
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) {
    return wrong("The private key is no PEM file: download it from the App's settings page.");
  }
  return { status: "understood", value: { appId: Number(appId), privateKey: key } };
}

/** Many places that hold secrets keep them on one line: written with \n, or in base64. */
function unfolded(key: string): string {
  return key.includes("-----BEGIN")
    ? key.replaceAll("\\n", "\n")
    : Buffer.from(key, "base64").toString("utf8");
}

function fileAt(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
