import { diagnoseApp } from "./diagnose-app.ts";
import { diagnoseBranches, type RefDiagnosis } from "./diagnose-branches.ts";
import { diagnoseBypass } from "./diagnose-bypass.ts";
import { diagnoseEnvironments } from "./diagnose-environments.ts";
import { diagnosePeople } from "./diagnose-people.ts";
import { diagnosePolicy } from "./diagnose-policy.ts";
import { diagnoseReleases, diagnoseTags } from "./diagnose-tags.ts";
import type { Facts, Locks, RepositorySide } from "./facts.ts";
import { AREAS, type Finding, findingsOf } from "./finding.ts";

/**
 * What the facts mean: one finding for each thing that was looked at, in the order of `AREAS`. What
 * nobody could look at is `unknown`, and never left out.
 */
export function diagnose(facts: Facts): readonly Finding[] {
  const { repository: side } = facts;
  const policy = side?.policy.status === "valid" ? side.policy.policy : null;
  const findings = [
    ...diagnoseApp(facts, policy),
    ...(side === null ? [unseen(facts.name)] : ofRepository(side, facts)),
    ...(policy !== null && side?.locks ? diagnosePeople(policy, side.locks.people) : []),
  ];
  const order = Object.keys(AREAS);
  return findings.sort((a, b) => order.indexOf(a.area) - order.indexOf(b.area));
}

/** Whether everything that matters was seen, and is in order: warnings are for people to weigh. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level === "ok" || level === "warning");
}

function ofRepository(side: RepositorySide, { app }: Facts): readonly Finding[] {
  const policy = diagnosePolicy(side, app?.installation ?? null);
  return side.locks === null ? policy : [...policy, ...ofLocks(side, side.locks)];
}

function ofLocks(side: RepositorySide, locks: Locks): readonly Finding[] {
  const { defaultBranch } = side.facts;
  const refs: readonly RefDiagnosis[] = locks.wanted.rulesets.map((wanted) =>
    wanted.target === "branch"
      ? diagnoseBranches(locks, wanted, defaultBranch)
      : diagnoseTags(locks, wanted),
  );
  return [
    ...refs.flatMap(({ findings }) => findings),
    ...diagnoseReleases(side, locks),
    ...diagnoseEnvironments(locks),
    ...diagnoseBypass(
      locks,
      refs.flatMap(({ rulesetIds }) => rulesetIds),
    ),
    ...locks.wanted.notes.map(noted),
  ];
}

function noted(note: string): Finding {
  const why = "What GitHub does not hold can be merged or tagged without the check.";
  return findingsOf("policy").bad("warning", "candidates", note, {
    why,
    remedy: "Name in the policy what is to be held.",
  });
}

function unseen(name: string): Finding {
  return findingsOf("policy").bad("unknown", "valid", `Nothing of ${name} could be read.`, {
    why: "The App does not see it, and there is no token of somebody who does.",
    remedy: "Install the App, or put a token into the variable GH_TOKEN.",
  });
}
