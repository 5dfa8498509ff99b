import type {
  BypassActor,
  Environment,
  Refusal,
  Ruleset,
  RulesetText,
  Seen,
} from "./administration.ts";
import { bypassNames } from "./bypass-names.ts";
import { type Difference, differences, mended, newRuleset } from "./ruleset-difference.ts";
import {
  environmentsToLock,
  type WantedProtection,
  type WantedRuleset,
} from "./wanted-protection.ts";

/** One thing that has to be changed at GitHub. */
export type Change =
  | { readonly kind: "create-ruleset"; readonly ruleset: RulesetText }
  | {
      readonly kind: "update-ruleset";
      readonly id: number;
      readonly ruleset: RulesetText;
      readonly differences: readonly Difference[];
    }
  | { readonly kind: "enable-rule"; readonly environment: string };

/** What to change so that GitHub holds what the policy asks, and what people should know. */
export interface ProtectionPlan {
  readonly changes: readonly Change[];
  /** What is as it should be already. */
  readonly inOrder: readonly string[];
  /** What could not be looked at, so that nothing is changed there. */
  readonly refused: readonly (Refusal & { readonly what: string })[];
  readonly notes: readonly string[];
}

/** What GitHub has at present. */
export interface PresentProtection {
  readonly repository: string;
  readonly rulesets: Seen<readonly Ruleset[]>;
  readonly environments: Seen<readonly Environment[]>;
  /** Whether a merge queue sees to it that what is merged was checked on the newest base. */
  readonly isQueued: boolean;
}

/** Holds what is wanted against what is there. Changes nothing. */
export function planProtection(
  wanted: WantedProtection,
  present: PresentProtection,
): ProtectionPlan {
  const parts = [
    ...rulesetParts(wanted, present),
    ...environmentParts(wanted, present.environments),
    { notes: wanted.notes },
  ];
  return {
    changes: parts.flatMap(({ changes = [] }) => changes),
    inOrder: parts.flatMap(({ inOrder = [] }) => inOrder),
    refused: parts.flatMap(({ refused = [] }) => refused),
    notes: parts.flatMap(({ notes = [] }) => notes),
  };
}

type Part = Partial<ProtectionPlan>;

function rulesetParts(
  { rulesets: wanted }: WantedProtection,
  { rulesets, isQueued }: PresentProtection,
): readonly Part[] {
  if (wanted.length === 0) return [];
  if (rulesets.status === "refused") {
    const what = `The rulesets (${wanted.map(({ name }) => name).join(", ")})`;
    return [{ refused: [{ ...rulesets, what }] }];
  }
  const own = rulesets.value.filter(({ isRepositorys }) => isRepositorys);
  return wanted.map((one) => {
    const there = own.find(({ name, target }) => name === one.name && target === one.target);
    return there ? existing(there, one, isQueued) : created(one, isQueued);
  });
}

function created(wanted: WantedRuleset, isQueued: boolean): Part {
  return { changes: [{ kind: "create-ruleset", ruleset: newRuleset(wanted, isQueued) }] };
}

function existing(there: Ruleset, wanted: WantedRuleset, isQueued: boolean): Part {
  const found = differences(there, wanted, isQueued);
  const notes = bypassNotes(there.name, there.bypass);
  if (found.length === 0) return { inOrder: [`Ruleset "${there.name}"`], notes };
  const { id } = there;
  const ruleset = mended(there, wanted, isQueued);
  return { changes: [{ kind: "update-ruleset", id, ruleset, differences: found }], notes };
}

function bypassNotes(name: string, actors: readonly BypassActor[] | null): readonly string[] {
  if (actors === null) return [`GitHub does not show who may bypass the ruleset "${name}".`];
  if (actors.length === 0) return [];
  return [`The ruleset "${name}" does not hold ${bypassNames(actors)}. That was left as it is.`];
}

function environmentParts(
  { environments: wanted, appId }: WantedProtection,
  environments: Seen<readonly Environment[]>,
): readonly Part[] {
  if (wanted.length === 0) return [];
  const what = `The environments (${wanted.map(({ text }) => text).join(", ")})`;
  if (environments.status === "refused") return [{ refused: [{ ...environments, what }] }];
  const names = environments.value.map(({ name }) => name);
  const { existing: matching, absent } = environmentsToLock(wanted, names);
  return [
    ...environments.value
      .filter(({ name }) => matching.includes(name))
      .map((environment) => environmentPart(environment, appId)),
    { notes: absent.map(absentNote) },
  ];
}

function environmentPart(
  { name, apps, administratorsCanBypass }: Environment,
  appId: number,
): Part {
  const what = `Environment "${name}"`;
  const bypass = `Administrators can bypass the protection of the environment "${name}". Only its settings page on GitHub can change that.`;
  const notes = administratorsCanBypass === true ? [bypass] : [];
  if (apps.status === "refused") return { refused: [{ ...apps, what }], notes };
  return apps.value.includes(appId)
    ? { inOrder: [what], notes }
    : { changes: [{ kind: "enable-rule", environment: name }], notes };
}

function absentNote(name: string): string {
  return `There is no environment "${name}". If you deploy to one, create it in the repository's settings and run this again: GitHub would create it without any protection. If not, leave it out of candidates.environments.`;
}
