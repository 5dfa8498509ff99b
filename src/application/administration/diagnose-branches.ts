import type { ActiveRule, Refusal, Rule } from "./administration.ts";
import type { BranchFacts, Locks } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { visiblyHolds } from "./ref-patterns.ts";
import { requires, statusChecksOf } from "./status-check-rule.ts";
import { branchOf, type RequiredCheck, type WantedRuleset } from "./wanted-protection.ts";

const { ok, bad } = findingsOf("branches");

/** What holds the branches, and by which rulesets: those are asked who may bypass them. */
export interface RefDiagnosis {
  readonly findings: readonly Finding[];
  readonly rulesetIds: readonly number[];
}

const WHY =
  "Without that GitHub lets anybody with write access merge what did not pass; a check that others may write can be forged.";
const REMEDY = "Run `portcullis protect`.";

/** Whether GitHub refuses, on every branch of the policy, what our check did not pass. */
export function diagnoseBranches(
  locks: Locks,
  wanted: WantedRuleset,
  defaultBranch: string,
): RefDiagnosis {
  const parts = wanted.include.map((pattern) => {
    const branch = branchOf(pattern, defaultBranch);
    if (branch === null) return byPattern(locks, wanted, pattern);
    const facts = locks.branches[branch];
    return facts === undefined
      ? byPattern(locks, wanted, pattern)
      : byBranch(branch, facts, wanted.check);
  });
  return {
    findings: parts.flatMap(({ findings }) => findings),
    rulesetIds: parts.flatMap(({ rulesetIds }) => rulesetIds),
  };
}

function byBranch(
  branch: string,
  { rules, protection }: BranchFacts,
  check: RequiredCheck,
): RefDiagnosis {
  if (rules.status === "refused") return without(cannotTell(branch, rules));
  const holding = rules.value.filter((rule) => requires(rule, check));
  if (holding.length > 0) {
    const isStrict = holding.some((rule) => statusChecksOf(rule)?.strict) || isQueued(rules.value);
    return {
      findings: [requiredBy(branch, check, "a ruleset"), strictness(branch, isStrict)],
      rulesetIds: holding.flatMap(({ rulesetId }) => rulesetId ?? []),
    };
  }
  if (protection.status === "refused") return without(cannotTell(branch, protection));
  const classic = protection.value;
  const isClassic = classic?.checks.some(
    ({ context, appId }) => context === check.context && appId === check.appId,
  );
  if (!classic || isClassic !== true) {
    return without(notRequired(branch, check, [...rules.value, ...classicRules(classic)]));
  }
  const admins = classic.holdsAdministrators
    ? []
    : [
        bad(
          "warning",
          "administrators",
          `The branch protection of ${branch} does not hold administrators.`,
          {
            why: "They can merge what did not pass.",
            remedy: 'Set "Do not allow bypassing the above settings", or run `portcullis protect`.',
          },
        ),
      ];
  const isStrict = classic.strict || isQueued(rules.value);
  const findings = [
    requiredBy(branch, check, "its branch protection"),
    strictness(branch, isStrict),
    ...admins,
  ];
  return { findings, rulesetIds: [] };
}

/** A pattern with wildcards: GitHub tells the rules of a branch, not those of a pattern. */
function byPattern({ rulesets }: Locks, { check }: WantedRuleset, pattern: string): RefDiagnosis {
  const shown = pattern.replace(/^refs\/heads\//, "");
  if (rulesets.status === "refused") return without(cannotTell(shown, rulesets));
  const requiring = rulesets.value.filter(
    ({ target, enforcement, rules }) =>
      target === "branch" &&
      enforcement === "active" &&
      rules.some((rule) => requires(rule, check)),
  );
  const holding = requiring.filter(
    ({ include, exclude }) => exclude.length === 0 && visiblyHolds(include, pattern),
  );
  if (holding.length > 0) {
    const isStrict = holding.some(({ rules }) =>
      rules.some((rule) => requires(rule, check) && statusChecksOf(rule)?.strict),
    );
    const isAlsoQueued = holding.some(({ rules }) => isQueued(rules));
    return {
      findings: [
        requiredBy(shown, check, "a ruleset"),
        strictness(shown, isStrict || isAlsoQueued),
      ],
      rulesetIds: holding.map(({ id }) => id),
    };
  }
  if (requiring.length === 0) {
    const active = rulesets.value.filter(
      ({ target, enforcement }) => target === "branch" && enforcement === "active",
    );
    return without(
      notRequired(
        shown,
        check,
        active.flatMap(({ rules }) => rules),
      ),
    );
  }
  const names = requiring.map(({ name }) => `"${name}"`).join(", ");
  return without(
    bad("unknown", "required", `Whether ${names} holds every branch of ${shown} cannot be told.`, {
      why: "It is for other patterns, or leaves some out. What it leaves out can be merged without the check.",
      remedy: REMEDY,
    }),
  );
}

function requiredBy(branch: string, { context, appId }: RequiredCheck, by: string): Finding {
  return ok("required", `${branch}: ${by} requires ${context} from App ${appId}.`);
}

function strictness(branch: string, isStrict: boolean): Finding {
  if (isStrict) return ok("strict", `${branch}: what is merged was checked on the newest base.`);
  return bad(
    "missing",
    "strict",
    `${branch}: a pull request need not be up to date to be merged.`,
    {
      why: "The base can move between approval and merge, so that what is merged is not what was approved.",
      remedy: `${REMEDY} Or use a merge queue.`,
    },
  );
}

function notRequired(branch: string, check: RequiredCheck, rules: readonly Rule[]): Finding {
  const others = rules.flatMap((rule) => statusChecksOf(rule)?.checks ?? []);
  const named = others.find(({ context }) => context === check.context);
  const what =
    named === undefined
      ? `${branch}: nothing requires ${check.context}.`
      : `${branch}: ${check.context} is required from ${named.appId === null ? "anybody" : `App ${named.appId}`}, not from App ${check.appId}.`;
  return bad("missing", "required", what, { why: WHY, remedy: REMEDY });
}

function cannotTell(branch: string, { reason, remedy }: Refusal): Finding {
  const what = `${branch}: whether the check is required cannot be told.`;
  return bad("unknown", "required", what, { why: reason, remedy });
}

function classicRules(
  protection: { readonly checks: readonly { context: string; appId: number | null }[] } | null,
): readonly Rule[] {
  const checks = (protection?.checks ?? []).map(({ context, appId }) => ({
    context,
    integration_id: appId,
  }));
  return [{ type: "required_status_checks", parameters: { required_status_checks: checks } }];
}

function isQueued(rules: readonly (Rule | ActiveRule)[]): boolean {
  return rules.some(({ type }) => type === "merge_queue");
}

function without(finding: Finding): RefDiagnosis {
  return { findings: [finding], rulesetIds: [] };
}
