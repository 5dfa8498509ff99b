import { SECTION_IDS } from "../documents/index.ts";
import type { PolicyContext } from "../policy/index.ts";
import type { Knowledge } from "./knowledge.ts";

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
