import type { Rule } from "./administration.ts";
import type { RequiredCheck } from "./wanted-protection.ts";

/** https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
export const STATUS_CHECKS = "required_status_checks";

/** What a rule of type `required_status_checks` says; null for any other rule. */
export interface StatusChecks {
  readonly checks: readonly { readonly context: string; readonly appId: number | null }[];
  readonly strict: boolean;
  readonly notOnCreate: boolean;
}

export function statusChecksOf({ type, parameters = {} }: Rule): StatusChecks | null {
  if (type !== STATUS_CHECKS) return null;
  return {
    checks: entriesOf(parameters).flatMap((entry) =>
      typeof entry["context"] === "string"
        ? [{ context: entry["context"], appId: numberOrNull(entry["integration_id"]) }]
        : [],
    ),
    strict: parameters["strict_required_status_checks_policy"] === true,
    notOnCreate: parameters["do_not_enforce_on_create"] === true,
  };
}

/** Whether a rule requires the check, from our App and from nobody else. */
export function requires(rule: Rule, { context, appId }: RequiredCheck): boolean {
  const checks = statusChecksOf(rule)?.checks ?? [];
  return checks.some((check) => check.context === context && check.appId === appId);
}

/** The rule that requires the check; what else stood in the rule before stays. */
export function statusCheckRule(
  check: RequiredCheck,
  isQueued: boolean,
  before: Rule | undefined,
): Rule {
  const parameters = before?.parameters ?? {};
  const own = { context: check.context, integration_id: check.appId };
  const others = entriesOf(parameters).filter(({ context }) => context !== check.context);
  // With a queue either is right, so what somebody chose stays.
  const free = check.strict === "unless-queued" && isQueued;
  const present = parameters["strict_required_status_checks_policy"] === true;
  return {
    type: STATUS_CHECKS,
    parameters: {
      ...parameters,
      strict_required_status_checks_policy: check.strict === "never" || free ? present : true,
      do_not_enforce_on_create: check.mayBeCreatedWithout,
      required_status_checks: [...others, own],
    },
  };
}

function entriesOf(
  parameters: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  const list = parameters["required_status_checks"];
  if (!Array.isArray(list)) return [];
  return list.filter(
    (entry): entry is Record<string, unknown> => typeof entry === "object" && entry !== null,
  );
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
