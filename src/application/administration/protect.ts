import type { Administration, Made } from "./administration.ts";
import type { Change, PresentProtection } from "./protection-plan.ts";
import { branchOf, type WantedProtection } from "./wanted-protection.ts";

/** Reads what GitHub holds at present, as far as it matters for what is wanted. */
export async function readPresentProtection(
  administration: Administration,
  repository: { readonly fullName: string; readonly defaultBranch: string },
  wanted: WantedProtection,
): Promise<PresentProtection> {
  const { fullName } = repository;
  return {
    repository: fullName,
    rulesets: await administration.rulesets(fullName),
    environments:
      wanted.environments.length === 0
        ? { status: "read", value: [] }
        : await administration.environments(fullName),
    isQueued: await isQueued(administration, repository, wanted),
  };
}

/**
 * Whether a merge queue stands before every branch that is wanted. Where a pattern leaves open which
 * branches those are, or a rule cannot be read, it is taken for absent: the stricter of the two.
 */
async function isQueued(
  administration: Administration,
  { fullName, defaultBranch }: { readonly fullName: string; readonly defaultBranch: string },
  { rulesets }: WantedProtection,
): Promise<boolean> {
  const include = rulesets.find(({ target }) => target === "branch")?.include ?? [];
  const branches = include.map((pattern) => branchOf(pattern, defaultBranch));
  if (branches.length === 0) return false;
  for (const branch of branches) {
    if (branch === null) return false;
    const rules = await administration.branchRules(fullName, branch);
    if (rules.status === "refused") return false;
    if (!rules.value.some(({ type }) => type === "merge_queue")) return false;
  }
  return true;
}

/** Makes one change at GitHub. */
export function makeChange(
  administration: Administration,
  repository: string,
  appId: number,
  change: Change,
): Promise<Made> {
  switch (change.kind) {
    case "create-ruleset":
      return administration.createRuleset(repository, change.ruleset);
    case "update-ruleset":
      return administration.updateRuleset(repository, change.id, change.ruleset);
    case "enable-rule":
      return administration.enableRule(repository, change.environment, appId);
  }
}
