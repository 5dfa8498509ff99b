import { SECTION_IDS } from "../documents/index.ts";
import type { PolicySource } from "../domain/index.ts";
import { interpretPolicies, type PolicyContext, type PolicyReading } from "../policy/index.ts";
import { readOnce } from "../text/index.ts";
import { digestOfKnowledge } from "./digest-of-knowledge.ts";
import type { Knowledge } from "./knowledge.ts";

/** Reads policies that stand on top of each other as they hold, or would, in a repository. */
export function interpret(
  sources: readonly PolicySource[],
  { defaultBranch }: { readonly defaultBranch: string },
  knowledge: Knowledge,
): PolicyReading {
  const what = ["policies", defaultBranch, digestOfKnowledge(knowledge)];
  return readOnce(what, JSON.stringify(sources), () =>
    interpretPolicies(sources, policyContext(defaultBranch, knowledge)),
  );
}

/** What a policy is read against: our defaults, and the ids that it may name. */
export function policyContext(defaultBranch: string, knowledge: Knowledge): PolicyContext {
  return {
    defaultBranch,
    defaults: knowledge.policyDefaults,
    requirements: knowledge.catalogue.gates.flatMap(({ requirements }) =>
      requirements.map(({ id }) => id),
    ),
    sections: SECTION_IDS,
  };
}
