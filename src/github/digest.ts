import { createHash } from "node:crypto";
import type { CheckRun } from "../application/index.ts";

/**
 * What a check run shows, as a short text that changes whenever that does: `<sha256>/<number of
 * annotations>`. It is given to GitHub as `external_id`, so that the next evaluation can tell from
 * the run itself that there is nothing to write.
 */
export function digestOf(run: CheckRun): string {
  const shown = JSON.stringify([
    run.name,
    run.conclusion,
    run.title,
    run.summary,
    run.text,
    run.annotations.map(({ path, line, level, title, message }) => [
      path,
      line,
      level,
      title,
      message,
    ]),
    run.actions.map(({ label, identifier, description }) => [label, identifier, description]),
  ]);
  const digest = createHash("sha256").update(shown).digest("hex").slice(0, 40);
  return `${digest}/${run.annotations.length}`;
}

/** How many annotations the run with this `external_id` has; null when that is not known. */
export function annotationsIn(externalId: string | null): number | null {
  const count = /^[0-9a-f]{40}\/(\d+)$/.exec(externalId ?? "")?.[1];
  return count === undefined ? null : Number(count);
}
