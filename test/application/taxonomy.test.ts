import { parseTaxonomy } from "../../src/application/index.ts";
import { loadKnowledge } from "../../src/configuration.ts";
import { TAXONOMY_KINDS } from "../../src/domain/index.ts";

const { taxonomy } = loadKnowledge();

describe("the taxonomy that ships", () => {
  // As many as Fideslang's own tests count in its default taxonomy 3.2.0.
  it("has every key of Fideslang's", () => {
    expect(taxonomy.version).toBe("3.2.0");
    expect(TAXONOMY_KINDS.map((kind) => taxonomy.keys[kind].size)).toEqual([123, 56, 15]);
    expect(taxonomy.legalBases).toHaveLength(6);
  });

  it("has every key's parent", () => {
    for (const kind of TAXONOMY_KINDS) {
      const keys = taxonomy.keys[kind];
      const parents = [...keys.values()].filter((parent) => parent !== null);
      expect(parents.filter((parent) => !keys.has(parent))).toEqual([]);
    }
    expect(taxonomy.keys.data_categories.get("user.contact.address.city")).toBe(
      "user.contact.address",
    );
    expect(taxonomy.keys.data_subjects.get("customer")).toBeNull();
  });
});

describe("a taxonomy that is broken", () => {
  const whole = "version: 1\ndata_uses: [a]\ndata_subjects: [b]\nlegal_bases: [c]\n";

  it.each([
    [
      "a key without its parent",
      `${whole}data_categories: [user.name]`,
      /user\.name has no parent/,
    ],
    ["a key that stands twice", `${whole}data_categories: [user, user]`, /user stands twice/],
    ["a part that is missing", whole, /`data_categories` is missing/],
    ["a key nobody knows", `${whole}data_categories: [a]\nmore: 1`, /`more` is not known/],
  ])("throws for %s", (_what, text, message) => {
    expect(() => parseTaxonomy("config/a.yml", text)).toThrow(message);
  });
});
