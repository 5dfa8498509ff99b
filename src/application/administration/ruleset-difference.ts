import type { Rule, RulesetText } from "./administration.ts";
import { requires, STATUS_CHECKS, statusCheckRule, statusChecksOf } from "./status-check-rule.ts";
import type { RequiredCheck, WantedRuleset } from "./wanted-protection.ts";

/** One thing that is otherwise than it should be, in words for people. */
export interface Difference {
  readonly field: string;
  readonly present: string;
  readonly wanted: string;
}

/** The ruleset as it is written where there is none. */
export function newRuleset(wanted: WantedRuleset, isQueued: boolean): RulesetText {
  return {
    name: wanted.name,
    target: wanted.target,
    enforcement: "active",
    include: wanted.include,
    exclude: [],
    rules: [statusCheckRule(wanted.check, isQueued, undefined), ...wanted.further.map(furtherRule)],
    bypass: [],
  };
}

/** The ruleset as it should be: what people added to it (rules, checks, who may bypass it) stays. */
export function mended(
  present: RulesetText,
  wanted: WantedRuleset,
  isQueued: boolean,
): RulesetText {
  const before = present.rules.find(({ type }) => type === STATUS_CHECKS);
  const kept = present.rules.filter((rule) => rule !== before).map(withoutLoophole(wanted));
  const absent = wanted.further.filter((type) => !kept.some((rule) => rule.type === type));
  return {
    ...present,
    enforcement: "active",
    include: wanted.include,
    exclude: [],
    rules: [statusCheckRule(wanted.check, isQueued, before), ...kept, ...absent.map(furtherRule)],
  };
}

/** What is otherwise in `present` than it should be, field by field; none: nothing to do. */
export function differences(
  present: RulesetText,
  wanted: WantedRuleset,
  isQueued: boolean,
): readonly Difference[] {
  const found: Difference[] = [];
  const tell = (field: string, is: string, should: string): void => {
    if (is !== should) found.push({ field, present: is, wanted: should });
  };
  tell("enforcement", present.enforcement, "active");
  tell("include", listed(present.include), listed(wanted.include));
  tell("exclude", listed(present.exclude), listed([]));
  const { check } = wanted;
  const rule = present.rules.find(({ type }) => type === STATUS_CHECKS);
  const should = statusCheckRule(check, isQueued, rule);
  if (rule === undefined || !requires(rule, check) || hasSecond(rule, check)) {
    found.push({ field: "check", present: shownCheck(rule, check), wanted: ownCheck(check) });
  }
  tell("up to date before merging", yes(rule, "strict"), yes(should, "strict"));
  tell("not asked of a new ref", yes(rule, "notOnCreate"), yes(should, "notOnCreate"));
  for (const type of wanted.further) {
    const there = present.rules.find((one) => one.type === type);
    const state = there === undefined ? "absent" : isLoophole(there) ? "with an exception" : "set";
    tell(`rule ${type}`, state, "set");
  }
  return found;
}

function furtherRule(type: string): Rule {
  return type === "update"
    ? { type, parameters: { update_allows_fetch_and_merge: false } }
    : { type };
}

function withoutLoophole({ further }: WantedRuleset): (rule: Rule) => Rule {
  return (rule) =>
    further.includes(rule.type) && isLoophole(rule) ? furtherRule(rule.type) : rule;
}

function isLoophole({ type, parameters }: Rule): boolean {
  return type === "update" && parameters?.["update_allows_fetch_and_merge"] === true;
}

/** The same name asked of somebody else as well could never be met by us alone. */
function hasSecond(rule: Rule, { context }: RequiredCheck): boolean {
  const checks = statusChecksOf(rule)?.checks ?? [];
  return checks.filter((check) => check.context === context).length > 1;
}

function shownCheck(rule: Rule | undefined, { context }: RequiredCheck): string {
  const checks = (rule && statusChecksOf(rule)?.checks) ?? [];
  const own = checks.filter((check) => check.context === context);
  if (own.length === 0) return "not required";
  return own
    .map(({ appId }) => `${context} from ${appId === null ? "anybody" : `App ${appId}`}`)
    .join(" and ");
}

function ownCheck({ context, appId }: RequiredCheck): string {
  return `${context} from App ${appId}`;
}

function yes(rule: Rule | undefined, key: "strict" | "notOnCreate"): string {
  return rule && statusChecksOf(rule)?.[key] ? "yes" : "no";
}

function listed(patterns: readonly string[]): string {
  return patterns.length === 0 ? "none" : [...patterns].sort().join(", ");
}
