import fc from "fast-check";

import type { Policy } from "../../src/domain/index.ts";
import { ROLES, secondsOf } from "../../src/domain/index.ts";
import { interpretPolicies } from "../../src/policy/index.ts";
import { CONTEXT, layered, policyOf, source, told } from "./context.ts";

type Said = Readonly<Record<string, unknown>>;

/** JSON is YAML, so that any combination of settings can be written without a writer of our own. */
const write = (said: Said) => JSON.stringify({ version: "1", ...said });

const lists = (...elements: string[]) =>
  fc.uniqueArray(fc.constantFrom(...elements), { minLength: 1 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const days = fc.constantFrom("2026-12-01", "2027-01-01", "2027-02-01");
const words = (...all: string[]) => fc.constantFrom(...all);

const holders = fc.record({
  users: lists("mona", "kari", "ola"),
  teams: maybe(lists("a", "b", "c")),
});
const roles = fc.record({
  dpo: holders,
  "security-advisor": holders,
  "release-authority": holders,
  tester: maybe(holders),
});

const gate = fc.oneof(
  fc.record({ "enforce-from": maybe(days) }),
  fc.record({ enabled: fc.constant("true"), "enforce-from": maybe(days) }),
  fc.record({ enabled: fc.constant("false"), reason: fc.constant("A reason of some length.") }),
);

const alert = fc.oneof(
  words("any", "low", "medium", "high", "critical"),
  fc.constant({ off: "A reason of some length." }),
);

const waiver = fc.record({
  requirement: words("incident-plan.resources", "security-review.tests"),
  reason: fc.constant("A reason of some length."),
  "granted-by": words("mona", "kari"),
  granted: fc.constant("2026-01-01"),
  expires: fc.constant("2026-02-01"),
});

const settings = fc.record(
  {
    roles,
    mode: words("enforce", "observe"),
    criticality: words("low", "standard", "high", "critical"),
    candidates: fc.record(
      {
        "pull-requests": fc
          .record({ base: lists("main", "dev"), labels: lists("x", "y") }, { requiredKeys: [] })
          .filter((given) => Object.keys(given).length > 0),
        tags: lists("v*", "r*"),
        environments: lists("production", "live"),
      },
      { requiredKeys: [] },
    ),
    documents: fc.record(
      {
        "data-map": lists("a.yml", "b.yml"),
        "development-record": fc.record({ tests: maybe(lists("t/**", "u.md")) }),
      },
      { requiredKeys: [] },
    ),
    gates: fc.record(
      {
        "incident-plan": gate,
        "data-rights": gate,
        "dpo-approval": fc.record({ "stale-on": maybe(words("push", "tree-change")) }),
        "security-review": fc.record({ experts: maybe(words("2", "3", "4")) }),
        archive: fc.record({
          "retain-for": maybe(words("5y", "59mo", "60w")),
          categories: maybe(lists("one", "two", "three")),
        }),
      },
      { requiredKeys: [] },
    ),
    alerts: fc.record({ dependabot: alert, "code-scanning": alert }, { requiredKeys: [] }),
    regimes: lists("cra", "nis2"),
    releases: fc.record({ "when-unready": maybe(words("redraft", "prerelease", "report")) }),
    deployments: fc.record({
      of: maybe(words("release", "commit")),
      "give-up-after": maybe(words("1d", "7d", "2w")),
    }),
    "unlinked-authors": words("block", "ignore"),
    waivers: fc.array(waiver, { maxLength: 2 }),
  },
  { requiredKeys: ["roles"] },
);

const STRICT_TO_LOOSE: Readonly<Record<string, readonly unknown[]>> = {
  mode: ["enforce", "observe"],
  criticality: ["critical", "high", "standard", "low"],
  alert: ["any", "low", "medium", "high", "critical", "off"],
  staleOn: ["push", "tree-change"],
  unready: ["redraft", "prerelease", "report"],
  of: ["release", "commit"],
  unlinked: ["block", "ignore"],
};

const notLooser = (kind: string, floor: unknown, holds: unknown) =>
  (STRICT_TO_LOOSE[kind] ?? []).indexOf(holds) <= (STRICT_TO_LOOSE[kind] ?? []).indexOf(floor);
const hasAll = (floor: readonly unknown[], holds: readonly unknown[]) =>
  floor.every((one) => holds.includes(one));
const texts = (patterns: readonly { text: string }[] | null) => patterns?.map((one) => one.text);
const names = (holder: Policy["roles"]["dpo"]) => [...holder.users, ...holder.teams];
const seconds = (duration: string) => secondsOf(duration) ?? NaN;

/** What a reader of the two policies would call weaker, written down anew. `said`: the floor's text. */
function weakenedIn(said: Said, floor: Policy, holds: Policy): readonly string[] {
  const asks = (path: string) =>
    path.split(".").reduce<unknown>((at, key) => (at as Said | undefined)?.[key], said) !==
    undefined;
  const listOf = (policy: Policy, name: "base" | "head" | "labels") =>
    texts(policy.candidates.pullRequests[name]);
  const rules: readonly (readonly [path: string, holdsTo: boolean])[] = [
    ...ROLES.map((role): [string, boolean] => [
      `roles.${role}`,
      hasAll(names(holds.roles[role]), names(floor.roles[role])),
    ]),
    ["criticality", notLooser("criticality", floor.criticality, holds.criticality)],
    [
      "candidates.tags",
      hasAll(texts(floor.candidates.tags) ?? [], texts(holds.candidates.tags) ?? []),
    ],
    [
      "candidates.environments",
      hasAll(
        texts(floor.candidates.environments) ?? [],
        texts(holds.candidates.environments) ?? [],
      ),
    ],
    ...(["base", "head", "labels"] as const).map((name): [string, boolean] => {
      const [wanted, given] = [listOf(floor, name), listOf(holds, name)];
      return [
        "candidates.pull-requests",
        given === undefined || (wanted !== undefined && hasAll(wanted, given)),
      ];
    }),
    ["documents.data-map", hasAll(floor.documents.dataMap, holds.documents.dataMap)],
    [
      "documents.development-record.tests",
      hasAll(floor.documents.developmentRecord.tests, holds.documents.developmentRecord.tests),
    ],
    [
      "gates.dpo-approval.stale-on",
      notLooser(
        "staleOn",
        floor.gates["dpo-approval"]?.staleOn,
        holds.gates["dpo-approval"]?.staleOn,
      ),
    ],
    ["gates.security-review.experts", holds.experts >= floor.experts],
    [
      "gates.archive.retain-for",
      seconds(holds.archive.retainFor) >= seconds(floor.archive.retainFor),
    ],
    ["gates.archive.categories", hasAll(floor.archive.categories, holds.archive.categories)],
    ["alerts.dependabot", notLooser("alert", floor.alerts.dependabot, holds.alerts.dependabot)],
    [
      "alerts.code-scanning",
      notLooser("alert", floor.alerts["code-scanning"], holds.alerts["code-scanning"]),
    ],
    ["regimes", hasAll(floor.regimes, holds.regimes)],
    [
      "releases.when-unready",
      notLooser("unready", floor.releases.whenUnready, holds.releases.whenUnready),
    ],
    ["deployments.of", notLooser("of", floor.deployments.of, holds.deployments.of)],
    [
      "deployments.give-up-after",
      seconds(holds.deployments.giveUpAfter) <= seconds(floor.deployments.giveUpAfter),
    ],
    ["unlinked-authors", notLooser("unlinked", floor.unlinkedAuthors, holds.unlinkedAuthors)],
    ["waivers", floor.waivers.length > 0 || holds.waivers.length === 0],
  ];
  const always: readonly (readonly [path: string, holdsTo: boolean])[] = [
    ["mode", notLooser("mode", floor.mode, holds.mode)],
    ...Object.entries(floor.gates).flatMap(([id, settled]): [string, boolean][] => {
      const now = holds.gates[id];
      const from = settled.enforceFrom ?? "";
      return [
        [`gates.${id}.enabled`, now?.enabled === true || !settled.enabled],
        [`gates.${id}.enforce-from`, !settled.enabled || (now?.enforceFrom ?? "") <= from],
      ];
    }),
  ];
  const applicable = [...rules.filter(([path]) => asks(path)), ...always];
  return applicable.filter(([, holdsTo]) => !holdsTo).map(([path]) => path);
}

describe("an organisation's policy", () => {
  it("is never weakened, whatever stands above it", () => {
    fc.assert(
      fc.property(settings, settings, (floor, upper) => {
        const reading = layered(write(floor), write(upper));
        if (reading.status !== "valid") throw new Error(told(reading).join("\n"));
        expect(weakenedIn(floor, policyOf(write(floor)), reading.policy)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("is never weakened, whatever extends what between it and the repository's", () => {
    fc.assert(
      fc.property(settings, settings, settings, (floor, middle, upper) => {
        const reading = interpretPolicies(
          [
            source("acme/.github", write(floor)),
            source("acme/base", write(middle)),
            source("acme/shop", write({ extends: "acme/base", ...upper })),
          ],
          CONTEXT,
        );
        if (reading.status !== "valid") throw new Error(told(reading).join("\n"));
        expect(weakenedIn(floor, policyOf(write(floor)), reading.policy)).toEqual([]);
        const below = layered(write(floor), write(middle));
        if (below.status !== "valid") throw new Error(told(below).join("\n"));
        const both = { ...floor, ...middle };
        const kept = Object.keys(both).filter((name) => !(name in floor));
        const said = Object.fromEntries(
          kept.map((name) => [name, both[name as keyof typeof both]]),
        );
        expect(weakenedIn(said, below.policy, reading.policy)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("blames only the policy above, and only for what that one says", () => {
    fc.assert(
      fc.property(settings, settings, (floor, upper) => {
        const reading = layered(write(floor), write(upper));
        const again = layered(write(floor), write(floor));
        expect(again.problems.filter(({ field }) => !/^(waivers|checklists)/.test(field))).toEqual(
          [],
        );
        for (const { repository, field } of reading.problems) {
          expect(repository).toBe("acme/shop");
          expect(
            field.split(".").reduce<unknown>((at, key) => (at as Said)[key], upper),
          ).toBeDefined();
        }
      }),
      { numRuns: 50 },
    );
  });
});
