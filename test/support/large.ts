import type { Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { SHOP_POLICY, file, shopEvidence } from "./shop.ts";

const FILES = 4;
const PATHS = Array.from({ length: FILES }, (_, index) => `docs/data-map/${index}.yml`);

/** The example's policy, with a data map in several files: a single one would be too large. */
const LARGE_POLICY = `${SHOP_POLICY}documents: { data-map: [${PATHS.join(", ")}] }
gates: { archive: { enabled: false, reason: It names the example's data map. } }
`;

/** The files of a data map with that many declarations, of which some are kept for so long. */
function largeDataMap(
  declarations: number,
  retention: string,
  note: string,
): Record<string, string> {
  const categories = [...KNOWLEDGE.taxonomy.keys.data_categories.keys()];
  const perFile = declarations / FILES;
  return Object.fromEntries(
    PATHS.map((path, index) => {
      const declared = Array.from({ length: perFile }, (_, at) => {
        const system =
          at % 20 === 0
            ? `  - fides_key: system_${index}_${at / 20}\n    privacy_declarations:\n`
            : "";
        return `${system}      - name: Purpose ${at}
        data_categories: [${categories[at % categories.length] ?? ""}, user.contact.email]
        data_use: essential.service
        data_subjects: [customer]
        legal_basis_for_processing: Contract
        retention_period: ${at % 20 === 3 ? retention : "1y"}
        necessity: Nothing of this would work without it.
`;
      });
      return [
        path,
        `# ${note}\nreviewed: 2026-11-01\nwithout-personal-data: Browsing needs none.\nsystem:\n${declared.join("")}`,
      ];
    }),
  );
}

/**
 * The example with a data map that changed, of that many declarations, and that many commits in the
 * range. With another note all files of the data map, as it is or as it was before, are other texts,
 * and say the same.
 */
export function largeEvidence(
  declarations: number,
  commits: number,
  { note, noteBefore }: { readonly note: string; readonly noteBefore: string },
): Evidence {
  const example = shopEvidence();
  const { range, arrivals } = example;
  if (range.status !== "read" || arrivals.status !== "read")
    throw new Error("The example is not read.");
  const entries = (retention: string, note: string) =>
    Object.fromEntries(
      Object.entries(largeDataMap(declarations, retention, note)).map(([path, text]) => [
        path,
        file(text),
      ]),
    );
  const one = arrivals.value?.[0]?.pullRequest ?? null;
  const oid = (number: number) => number.toString(16).padStart(40, "0");
  return {
    ...example,
    policies: example.policies.map((source) => ({ ...source, entry: file(LARGE_POLICY) })),
    files: { ...example.files, ...entries("2y", note) },
    range: {
      status: "read",
      value: range.value && {
        ...range.value,
        before: { ...range.value.before, ...entries("1y", noteBefore) },
      },
    },
    arrivals: {
      status: "read",
      value: Array.from({ length: commits }, (_, index) => ({
        commits: [oid(index + 1)],
        pullRequest: one && { ...one, number: index + 10, mergedAs: oid(index + 1) },
      })),
    },
  };
}
