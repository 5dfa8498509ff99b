import { createRequire } from "node:module";
import { z } from "zod";

const definitions = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }),
);

const require = createRequire(import.meta.url);

const all = definitions.parse(require("@octokit/webhooks-examples"));

/**
 * Payloads of an event as GitHub sent them, or gives them in its documentation. Those that were not
 * sent to an App lack the installation: it is put in, as an App gets it.
 */
export function officialExamples(event: string): readonly Record<string, unknown>[] {
  const found = all.find(({ name }) => name === event)?.examples ?? [];
  if (found.length === 0) throw new Error(`there is no official example of ${event}`);
  return found.map((example) => ({ installation: { id: 1 }, ...example }));
}
