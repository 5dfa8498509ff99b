import { expectedOf } from "../mutations/mutation.ts";
import { MUTATIONS } from "../mutations/tables.ts";
import { CLAUSES, gapsIn } from "../support/clauses.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { readScenario, scenarioFiles } from "../support/scenario.ts";

const { catalogue } = KNOWLEDGE;
const [first] = CLAUSES;
const shownFailing = new Set([
  ...scenarioFiles().flatMap(({ url }) => readScenario(url).turns),
  ...MUTATIONS.flatMap((row) => Object.keys(expectedOf(row))),
]);

describe("from the clauses of the texts to the tests", () => {
  it("nothing is missing on the way", () => {
    expect(CLAUSES.length).toBeGreaterThan(50);
    expect(gapsIn(CLAUSES, catalogue, shownFailing)).toEqual([]);
  });

  it("says what a person is asked where no software can decide", () => {
    const undecidable = CLAUSES.filter(({ requirements }) => requirements.length === 0);
    expect(undecidable.length).toBeGreaterThan(0);
    for (const { asks } of undecidable) expect(asks).toMatch(/^[A-Z].{20,}\.$/);
  });

  it("tells of a clause that nothing answers", () => {
    const unanswered = { ...first!, requirements: [], asks: undefined };
    expect(gapsIn([...CLAUSES, unanswered], catalogue, shownFailing)).toEqual([
      `nothing answers: ${first!.quotation}`,
    ]);
  });

  it("tells of a clause that asks for what does not exist", () => {
    const wrong = { ...first!, requirements: ["incident-plan.courage"] };
    expect(gapsIn([...CLAUSES, wrong], catalogue, shownFailing)).toEqual([
      "no such requirement: incident-plan.courage",
    ]);
  });

  it("tells of a requirement that no clause asks for", () => {
    const without = CLAUSES.filter(({ requirements }) => !requirements.includes("archive.assets"));
    expect(gapsIn(without, catalogue, shownFailing)).toContain(
      "no clause asks for: archive.assets",
    );
  });

  it("tells of a requirement that nothing shows failing", () => {
    const fewer = new Set([...shownFailing].filter((id) => id !== "archive.assets"));
    expect(gapsIn(CLAUSES, catalogue, fewer)).toEqual(["nothing shows it failing: archive.assets"]);
  });

  it("tells of a quotation that is too long", () => {
    const long = { ...first!, quotation: "word ".repeat(16).trim() };
    expect(gapsIn([...CLAUSES, long], catalogue, shownFailing)).toEqual([
      `quoted at too great length: ${long.quotation}`,
    ]);
  });
});
