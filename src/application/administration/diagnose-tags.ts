import type { Ruleset } from "./administration.ts";
import type { RefDiagnosis } from "./diagnose-branches.ts";
import type { Locks, RepositorySide } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { visiblyHolds } from "./ref-patterns.ts";
import { requires, statusChecksOf } from "./status-check-rule.ts";
import type { WantedRuleset } from "./wanted-protection.ts";

const { ok, bad } = findingsOf("tags");
const REMEDY = "Run `portcullis protect`.";

const FURTHER: Readonly<Record<string, { readonly verb: string; readonly why: string }>> = {
  update: { verb: "moved", why: "A tag that was let through could be put on another commit." },
  deletion: { verb: "deleted", why: "A tag could be deleted, and made anew elsewhere." },
};

/** Whether GitHub refuses, for every tag of the policy, a commit that was not let through. */
export function diagnoseTags({ rulesets }: Locks, wanted: WantedRuleset): RefDiagnosis {
  if (rulesets.status === "refused") {
    const what = "Whether tags are held cannot be told.";
    const why = rulesets.reason;
    const finding = bad("unknown", "required", what, { why, remedy: rulesets.remedy });
    return { findings: [finding], rulesetIds: [] };
  }
  const active = rulesets.value.filter(
    ({ target, enforcement }) => target === "tag" && enforcement === "active",
  );
  const parts = wanted.include.map((pattern) => onePattern(active, wanted, pattern));
  return {
    findings: parts.flatMap(({ findings }) => findings),
    rulesetIds: parts.flatMap(({ rulesetIds }) => rulesetIds),
  };
}

function onePattern(
  active: readonly Ruleset[],
  wanted: WantedRuleset,
  pattern: string,
): RefDiagnosis {
  const { check } = wanted;
  const shown = pattern.replace(/^refs\/tags\//, "");
  const isHolding = ({ include, exclude }: Ruleset): boolean =>
    exclude.length === 0 && visiblyHolds(include, pattern);
  const requiring = active.filter(({ rules }) =>
    rules.some((rule) => requires(rule, check) && statusChecksOf(rule)?.notOnCreate !== true),
  );
  const holding = requiring.filter(isHolding);
  const further = wanted.further.map((type) => {
    const having = active.filter(({ rules }) => rules.some((rule) => rule.type === type));
    return forbidden(type, shown, having.length > 0, having.some(isHolding));
  });
  return {
    findings: [required(shown, wanted, requiring, holding, active), ...further],
    rulesetIds: holding.map(({ id }) => id),
  };
}

function forbidden(type: string, shown: string, isAnywhere: boolean, isHeld: boolean): Finding {
  const { verb, why } = FURTHER[type] ?? { verb: type, why: "" };
  if (isHeld) return ok(type, `${shown}: a tag cannot be ${verb}.`);
  const words = { why, remedy: REMEDY };
  return isAnywhere
    ? bad(
        "unknown",
        type,
        `${shown}: whether every tag is kept from being ${verb} cannot be told.`,
        words,
      )
    : bad("missing", type, `${shown}: a tag can be ${verb}.`, words);
}

function required(
  shown: string,
  { check }: WantedRuleset,
  requiring: readonly Ruleset[],
  holding: readonly Ruleset[],
  active: readonly Ruleset[],
): Finding {
  const { context, appId } = check;
  if (holding.length > 0) {
    return ok("required", `${shown}: a ruleset requires ${context} from App ${appId}.`);
  }
  if (requiring.length > 0) {
    const names = requiring.map(({ name }) => `"${name}"`).join(", ");
    return bad(
      "unknown",
      "required",
      `Whether ${names} holds every tag of ${shown} cannot be told.`,
      {
        why: "It is for other patterns, or leaves some out. What it leaves out can be tagged without the check.",
        remedy: REMEDY,
      },
    );
  }
  const rules = active.flatMap((one) => one.rules).filter((rule) => requires(rule, check));
  const what =
    rules.length > 0
      ? `${shown}: ${context} is required, but not of a tag that is new.`
      : `${shown}: nothing requires ${context} from App ${appId}.`;
  return bad("missing", "required", what, {
    why: "Whoever may write can tag, and so release, a commit that did not pass.",
    remedy: REMEDY,
  });
}

/** Whether what was released can be altered afterwards. */
export function diagnoseReleases(
  { facts }: RepositorySide,
  { immutableReleases: immutable }: Locks,
): readonly Finding[] {
  if (immutable.status === "refused") {
    const { reason, remedy } = immutable;
    const what = "Whether releases are immutable cannot be told.";
    return [bad("unknown", "immutable", what, { why: reason, remedy })];
  }
  if (immutable.value) return [ok("immutable", "Releases are immutable once they are published.")];
  // To those who do not administer the repository GitHub says the same whatever is set.
  if (facts.isAdministrator !== true) {
    return [
      bad("unknown", "immutable", "Whether releases are immutable cannot be told.", {
        why: "GitHub tells only administrators of the repository.",
        remedy: "Use a token of somebody who administers it.",
      }),
    ];
  }
  return [
    bad("warning", "immutable", "Releases are not immutable.", {
      why: "Files of a release can be exchanged after it was let through.",
      remedy: 'Switch on "Release immutability" in the repository\'s settings.',
    }),
  ];
}
