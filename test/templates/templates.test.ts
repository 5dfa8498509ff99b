import { decide } from "../../src/application/index.ts";
import { placeholderIn } from "../../src/text/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { seen } from "../support/scenario.ts";
import { LANGUAGES, blanksIn, madeFromTemplates, template, templatesIn } from "./filled-in.ts";
import { VALUES } from "./values.ts";

const outcomeOf = (...made: Parameters<typeof madeFromTemplates>) =>
  decide(madeFromTemplates(...made), KNOWLEDGE).outcome;

/** A path that is still a blank may be unknown rather than missing: nobody looked it up. */
const SHUT = ["blocked", "unknown"];

it("are there in English and Norwegian, the same in both", () => {
  expect(LANGUAGES).toEqual(["en", "nb"]);
  expect(templatesIn("nb")).toEqual(templatesIn("en"));
  expect(templatesIn("en")).toEqual(Object.keys(VALUES).sort());
});

describe.each(LANGUAGES)("the templates in %s", (language) => {
  it("pass every gate once they are filled in", () => {
    const decision = decide(madeFromTemplates(language), KNOWLEDGE);
    expect(seen(decision).open).toEqual([]);
    expect(decision.outcome).toBe("passed");
  });

  describe.each(templatesIn(language))("%s", (name) => {
    const text = template(language, name);
    const blanks = blanksIn(text);

    it("has a value for each of its blanks, and nothing open that is none", () => {
      expect(blanks).toHaveLength(VALUES[name]?.length ?? 0);
      expect(text.split(/\{\{|\}\}/)).toHaveLength(2 * blanks.length + 1);
    });

    it("says in words what belongs into each blank, as a placeholder that is found", () => {
      for (const blank of blanks) {
        expect(blank.split(" ").length).toBeGreaterThan(2);
        expect(placeholderIn(blank)).toBe(blank);
      }
    });

    it("blocks as it is", () => {
      expect(SHUT).toContain(outcomeOf(language, { name }));
    });

    it.each(blanks.map((blank, index) => [blank, index] as const))(
      "blocks while %s is left",
      (_, blank) => {
        expect(SHUT).toContain(outcomeOf(language, { name, blank }));
      },
    );
  });
});
