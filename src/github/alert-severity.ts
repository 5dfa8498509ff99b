import type { Severity } from "../domain/index.ts";

const SEVERITIES: Readonly<Record<string, Severity>> = {
  low: "low",
  medium: "medium",
  // The dependency graph's word.
  moderate: "medium",
  high: "high",
  critical: "critical",
};

/** A severity in our words; null for one that nobody knows: it is then not taken for a mild one. */
export function severityOf(text: string | null | undefined): Severity | null {
  return text ? (SEVERITIES[text.toLowerCase()] ?? null) : null;
}

/**
 * Code scanning's rules that are not about security have a level only. GitHub itself lets `error`
 * fail a pull request as it does `high`.
 * https://docs.github.com/en/code-security/code-scanning/managing-code-scanning-alerts/about-code-scanning-alerts#about-alert-severity-and-security-severity-levels
 */
export function severityOfRule(rule: {
  readonly security_severity_level?: string | null | undefined;
  readonly severity?: string | null | undefined;
}): Severity | null {
  const security = severityOf(rule.security_severity_level);
  if (security !== null || rule.security_severity_level) return security;
  return rule.severity ? (LEVELS[rule.severity] ?? null) : null;
}

const LEVELS: Readonly<Record<string, Severity>> = {
  error: "high",
  warning: "medium",
  note: "low",
  none: "low",
};
