import type { Administration } from "../application/index.ts";
import type { WhichApp } from "./protect-request.ts";

/** The App's id, or the one sentence that says why it is not known. */
export async function appIdOf(
  administration: Administration,
  app: WhichApp,
): Promise<number | string> {
  if ("id" in app) return app.id;
  const id = await administration.appId(app.slug);
  const hint = "If it is private, give its id: --app-id N";
  return id ?? `GitHub knows no App "${app.slug}" that this token may see. ${hint}.`;
}
