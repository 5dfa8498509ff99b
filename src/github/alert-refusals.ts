import { EvidenceUnavailable } from "../application/index.ts";
import type { Reading } from "../domain/index.ts";
import { unreadable } from "./readings.ts";
import { refusalIn, type Refusal } from "./refusals.ts";

/**
 * A source of alerts, or of dependencies. GitHub refuses what is switched off like what is
 * forbidden; its own words, which never change for the same state, tell which: "Dependabot alerts
 * are disabled for this repository.", "Secret scanning is disabled on this repository.", "Code
 * scanning is not enabled for this repository."
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
export async function fromSource<T>(
  what: string,
  permission: string,
  reading: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  try {
    return await reading();
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal) return unreadable(wordsOf(refusal, what, permission));
    if (thrown instanceof EvidenceUnavailable && thrown.code === "unexpected-answer")
      return unreadable(`${what} could not be read. ${thrown.message}`);
    throw thrown;
  }
}

/** Whether GitHub refused only because nothing was ever analysed. */
export function isNoAnalysis(thrown: unknown): boolean {
  const refusal = refusalIn(thrown);
  return refusal?.status === 404 && /no analysis found/i.test(refusal.words);
}

function wordsOf({ status, words }: Refusal, what: string, permission: string): string {
  if (/not accessible by (integration|personal access token)/i.test(words))
    return `GitHub does not let the App read this. Grant its installation "${permission}".`;
  if (/^not found\.?$/i.test(words))
    return `GitHub says only "Not Found": ${what} are switched off there, or the App's installation lacks "${permission}".`;
  return `GitHub answers ${status}, "${words}"`;
}
