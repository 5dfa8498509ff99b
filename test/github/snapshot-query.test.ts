import { variablesFit } from "./support/variables-fit.ts";
import { problemsOf } from "./support/official-schema.ts";
import { snapshotQuery, type HeadBy, type StartBy } from "../../src/github/snapshot-query.ts";
import { wantedPaths } from "../../src/github/wanted-paths.ts";
import { pattern, wanted } from "./support/wanted.ts";

const OID = "a".repeat(40);
const heads: readonly HeadBy[] = [{ how: "last-commit" }, { how: "id", id: OID }];
const starts: readonly StartBy[] = [{ how: "first-parent" }, { how: "id", id: OID }];
const many = Array.from({ length: 120 }, (_, index) => `docs/${index}.md`);

describe("the one read", () => {
  for (const head of heads)
    for (const start of starts)
      for (const [what, paths] of [
        ["nothing but the plan", wanted()],
        [
          "many paths of every kind",
          wanted({
            documents: many,
            files: many.map((path) => `src/${path}`),
            before: many,
            globs: ["*.md", "docs/**", "a/b/*.yml", "**/x", "docs/plain.md"].map(pattern),
          }),
        ],
        [
          "hostile paths",
          wanted({ documents: ['"}){id}', "$v0", "\n#", "…${x}"], globs: [pattern('"}*')] }),
        ],
      ] as const)
        it(`is valid for ${what}, head by ${head.how}, start by ${start.how}`, () => {
          const operation = snapshotQuery({
            repository: "acme/shop",
            number: 7,
            appId: 4711,
            paths: wantedPaths(paths),
            head,
            start,
            extended: ["acme/policies", "other/base"],
          });
          expect(problemsOf(operation.document)).toEqual([]);
          expect(variablesFit(operation)).toEqual([]);
        });

  it("keeps what people wrote out of the document's text", () => {
    const { document } = snapshotQuery({
      repository: "acme/shop",
      number: 7,
      appId: 4711,
      paths: wantedPaths(wanted({ documents: ["docs/secret-name.md"] })),
      head: { how: "last-commit" },
      start: { how: "first-parent" },
      extended: ["acme/policies"],
    });
    expect(document).not.toContain("secret-name");
    expect(document).not.toContain("acme");
  });

  it("does not ask for the organisation's policy twice in the organisation's own repository", () => {
    const { document } = snapshotQuery({
      repository: "acme/.github",
      number: 7,
      appId: 4711,
      paths: wantedPaths(wanted()),
      head: { how: "last-commit" },
      start: { how: "first-parent" },
      extended: ["acme/policies"],
    });
    expect(document).not.toContain("organisation:");
    expect(problemsOf(document)).toEqual([]);
  });
});

describe("the check of documents", () => {
  it("sees a field that GitHub does not have", () => {
    expect(problemsOf("{viewer{nonsense}}")).toHaveLength(1);
  });
});
