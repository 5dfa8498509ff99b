import type { Evidence, PolicySource, PolicyVersion } from "../domain/index.ts";
import { extendedBy } from "../policy/index.ts";
import type { Knowledge } from "./knowledge.ts";
import { interpret } from "./policy-reading.ts";

type Asked = Pick<Evidence, "policies" | "policyHistory" | "defaultBranch" | "candidate">;

/**
 * Every version of the repository's policy, newest first, as it reads on top of the other policies as
 * they stand today: nobody keeps what those said at the time. What it extended and cannot be read any
 * more counts for nothing.
 */
export function policyVersionsOf(evidence: Asked, knowledge: Knowledge): readonly PolicyVersion[] {
  const { policyHistory, policies, defaultBranch, candidate } = evidence;
  if (policyHistory.status !== "read") return [];
  const { changes, extended } = policyHistory.value;
  const others = [...policies, ...extended].filter(
    ({ repository }) => !isSame(repository, candidate.repository),
  );
  const floor = others.filter(({ repository }) =>
    isOrganisations(repository, candidate.repository),
  );
  return changes.map((change) => {
    const own = change.left.entry.kind === "missing" ? [] : [change.left];
    const sources = stacked([...floor, ...own], others);
    if (sources.length === 0) return { change, policy: null };
    const reading = interpret(sources, { defaultBranch }, knowledge);
    return { change, policy: reading.status === "valid" ? reading.policy : null };
  });
}

/** Each policy above what it extends. */
function stacked(
  sources: readonly PolicySource[],
  others: readonly PolicySource[],
): readonly PolicySource[] {
  const seen = new Set<string>();
  const ordered: PolicySource[] = [];
  const add = (source: PolicySource): void => {
    seen.add(source.repository.toLowerCase());
    const wanted = extendedBy(source);
    if (wanted !== null && !seen.has(wanted.toLowerCase())) {
      const found = [...sources, ...others].find(({ repository }) => isSame(repository, wanted));
      const readable = found && found.entry.kind !== "unreadable" ? found : elsewhere(wanted);
      add(readable);
    }
    ordered.push(source);
  };
  for (const source of sources) if (!seen.has(source.repository.toLowerCase())) add(source);
  return ordered;
}

function elsewhere(repository: string): PolicySource {
  return { repository, path: "", entry: { kind: "only-github" } };
}

function isOrganisations(repository: string, of: string): boolean {
  return isSame(repository, `${of.split("/")[0] ?? ""}/.github`);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
