import type { CodeScanning, OpenAlert } from "../../alerts.ts";
import { fromSource, isAtOrAbove, openResults, thresholdWords } from "../../alert-results.ts";
import type { Case } from "../../case.ts";
import type { AlertSource } from "../../policy.ts";
import { satisfied, unsatisfied, type Requirement, type Result } from "../../requirement.ts";

/** What GitHub found in the code by itself. ICO, "Enhance privacy and security with technical measures". */
export const alertRequirements: readonly Requirement[] = [
  { id: "secret-scanning", check: secretScanning },
  { id: "code-scanning", check: codeScanning },
];

function secretScanning(c: Case): Result | readonly Result[] {
  const source = "secret-scanning";
  return fromSource(c, source, c.evidence.alerts.secretScanning, (open) =>
    noneOpen(c, source, open, ""),
  );
}

function codeScanning(c: Case): Result | readonly Result[] {
  const source = "code-scanning";
  return fromSource(c, source, c.evidence.alerts.codeScanning, (scanning) => {
    const { analysed, open } = scanning;
    const alerts = noneOpen(c, source, open, dismissedWords(scanning));
    if (analysed) return alerts;
    const missing = unsatisfied(
      `No code-scanning analysis of this commit (\`${c.evidence.candidate.commit.slice(0, 7)}\`) is on GitHub: what it would find is not known.`,
      { remedy: TO_ANALYSE },
    );
    return "outcome" in alerts && alerts.outcome === "satisfied"
      ? missing
      : [missing, ...("outcome" in alerts ? [alerts] : alerts)];
  });
}

const TO_ANALYSE =
  "Wait until the analysis of this commit is done, or let the analysis run for each pull request, and for the branch that releases are made from.";

function noneOpen(
  c: Case,
  source: AlertSource,
  open: readonly OpenAlert[],
  besides: string,
): Result | readonly Result[] {
  const blocking = open.filter(({ severity }) => isAtOrAbove(c, source, severity));
  if (blocking.length > 0) return openResults(source, blocking);
  const milder = open.length === 0 ? "" : ` ${open.length} milder ${isAre(open.length)} open.`;
  return satisfied(`No ${source} alert${thresholdWords(c, source)} is open.${milder}${besides}`);
}

/** What somebody decided to live with since the last time that people looked. */
function dismissedWords({ dismissed }: CodeScanning): string {
  if (dismissed.length === 0) return "";
  const each = dismissed
    .slice(0, LISTED)
    .map(({ number, what, reason }) => `${number} (${what}: ${reason ?? "no reason given"})`);
  const more = dismissed.length > LISTED ? ` and ${dismissed.length - LISTED} more` : "";
  return ` Dismissed since the previous release: ${each.join(", ")}${more}.`;
}

const LISTED = 20;

function isAre(count: number): string {
  return count === 1 ? "alert is" : "alerts are";
}
