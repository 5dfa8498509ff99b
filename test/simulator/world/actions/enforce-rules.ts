import { isAncestor } from "../../git/history.ts";
import type { Account } from "../accounts.ts";
import { latestRuns } from "../checks.ts";
import type { PullRequest } from "../issues.ts";
import type { Repository } from "../repositories.ts";
import type { Rule, Ruleset } from "../rulesets.ts";
import { letsAppPass, letsPass, rulesetsFor } from "../rulesets.ts";
import type { World } from "../world.ts";
import { violation } from "./rule-violation.ts";

/** What passes a required check. https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks */
const passing = ["success", "neutral", "skipped"];

/** A branch or tag on its way from one object to another; undefined is where there is none. */
export interface RefChange {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly by: Account;
  readonly bypass: boolean;
}

/**
 * Refuses a push, a deletion or a tag that the rules forbid.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
 */
export function enforceRules(world: World, repository: Repository, change: RefChange): void {
  const { ref, by, bypass } = change;
  const problems = standing(world, repository, ref, { by, bypass, action: "push" })
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => brokenBy(repository, rule, change));
  if (problems.length > 0) throw violation([...new Set(problems)]);
}

/** Refuses a merge that the rules forbid: the checks are those of the head. */
export function enforceMergeRules(
  world: World,
  pullRequest: PullRequest,
  who: { by: Account; bypass: boolean; viaQueue?: boolean },
): void {
  const { repository, headOid, baseRef } = pullRequest;
  const ref = `refs/heads/${baseRef}`;
  const tip = repository.refs.get(ref);
  const problems = standing(world, repository, ref, { ...who, action: "merge" })
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => {
      if (rule.type === "merge_queue" && who.viaQueue !== true) {
        return ["Changes must be made through the merge queue"];
      }
      if (rule.type === "update") return ["Cannot update this protected ref."];
      if (rule.type !== "required_status_checks") return [];
      const strict =
        who.viaQueue !== true && rule.parameters?.["strict_required_status_checks_policy"] === true;
      const isBehind = tip !== undefined && !isAncestor(repository.objects, tip, headOid);
      const late =
        strict && isBehind ? ["The head branch is not up to date with the base branch"] : [];
      return [...late, ...missingChecks(repository, rule, headOid)];
    });
  if (problems.length > 0) throw violation([...new Set(problems)], 405);
}

/** What the checks that a branch requires lack on a commit. */
export function missingOn(repository: Repository, branch: string, oid: string): string[] {
  return rulesetsFor(repository, `refs/heads/${branch}`)
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.type === "required_status_checks")
    .flatMap((rule) => missingChecks(repository, rule, oid));
}

/** The rulesets for a ref that hold for this person. */
function standing(
  world: World,
  repository: Repository,
  ref: string,
  who: { by: Account; bypass: boolean; action: "push" | "merge" },
): Ruleset[] {
  const { by, bypass, action } = who;
  const app = [...world.apps.values()].find(({ bot }) => bot === by);
  return rulesetsFor(repository, ref).filter(
    (ruleset) =>
      !(app !== undefined && letsAppPass(ruleset, app.id)) &&
      !(bypass && letsPass(ruleset, repository, by, action)),
  );
}

function brokenBy(repository: Repository, rule: Rule, change: RefChange): string[] {
  const { before, after } = change;
  const creates = before === undefined;
  switch (rule.type) {
    case "creation":
      return creates ? ["Cannot create ref due to creations being restricted."] : [];
    case "update":
      return !creates && after !== undefined ? ["Cannot update this protected ref."] : [];
    case "deletion":
      return after === undefined ? ["Cannot delete this protected ref."] : [];
    case "pull_request":
      return !creates && after !== undefined
        ? ["Changes must be made through a pull request."]
        : [];
    case "merge_queue":
      return !creates && after !== undefined
        ? ["Changes must be made through the merge queue"]
        : [];
    case "required_status_checks": {
      const isSpared = creates && rule.parameters?.["do_not_enforce_on_create"] === true;
      return after === undefined || isSpared ? [] : missingChecks(repository, rule, after);
    }
    default:
      return [];
  }
}

function missingChecks(repository: Repository, rule: Rule, oid: string): string[] {
  const object = repository.objects.get(oid);
  if (object?.type === "tag") return missingChecks(repository, rule, object.object);
  const required = (rule.parameters?.["required_status_checks"] ?? []) as readonly {
    readonly context: string;
    readonly integration_id?: number;
  }[];
  const states = required.map(({ context, integration_id: appId }) => {
    const runs = repository.checkSuites
      .filter((suite) => suite.headSha === oid && (appId === undefined || suite.app.id === appId))
      .flatMap(latestRuns)
      .filter((run) => run.name === context);
    const isFailing = runs.some((run) => run.status === "completed" && !passes(run.conclusion));
    const isGreen = runs.length > 0 && runs.every((run) => passes(run.conclusion));
    return { context, state: isGreen ? "green" : isFailing ? "failing" : "expected" };
  });
  const missing = states.filter(({ state }) => state !== "green");
  const [first] = missing;
  if (first === undefined) return [];
  if (states.length === 1) return [`Required status check "${first.context}" is ${first.state}.`];
  const same = missing.every(({ state }) => state === first.state);
  const how = same ? `are ${first.state}` : "have not succeeded";
  return [`${missing.length} of ${states.length} required status checks ${how}.`];
}

function passes(conclusion: string | null): boolean {
  return conclusion !== null && passing.includes(conclusion);
}
