import fc from "fast-check";
import { dataMapChanges } from "../../src/domain/data-map-changes.ts";
import type { DataMap, Declaration, Document } from "../../src/domain/index.ts";

const DOCUMENT: Document<DataMap> = {
  path: "docs/data-map.yml",
  oid: "0".repeat(40),
  broken: false,
  fields: {},
  problems: [],
  lines: new Map(),
  sections: {},
  items: [],
};

const ORDERS: Declaration = {
  field: "system.0.privacy_declarations.0",
  system: "shop",
  name: "Deliver orders",
  categories: ["user.name"],
  use: "essential.service",
  subjects: ["customer"],
  legalBasis: "Contract",
  retention: "30d",
  necessity: "A parcel cannot be delivered without it.",
  recipients: ["Post AS"],
};

const placed = (all: readonly Declaration[]) =>
  all.map((declaration) => ({ document: DOCUMENT, declaration }));

const changes = (before: readonly Declaration[], now: readonly Declaration[]) =>
  dataMapChanges(placed(before), placed(now)).map(({ words }) => words);

const FOR = "for `essential.service` (shop: Deliver orders)";

describe("what is new in a data map", () => {
  it.each<[string, Partial<Declaration>, readonly string[]]>([
    [
      "a category",
      { categories: ["user.name", "user.financial"] },
      [`new: \`user.financial\` ${FOR}`],
    ],
    ["a subject", { subjects: ["customer", "employee"] }, [`newly about \`employee\` ${FOR}`]],
    [
      "a recipient",
      { recipients: ["Post AS", "Example Inc"] },
      [`new recipient: Example Inc ${FOR}`],
    ],
    [
      "a use",
      { use: "marketing" },
      [
        "new use: `user.name` for `marketing` (shop: Deliver orders), about `customer`, received by Post AS, kept for 30d",
      ],
    ],
    ["a longer retention", { retention: "2y" }, [`kept longer: 30d ─▶ 2y ${FOR}`]],
    [
      "another retention in words",
      { retention: "as long as needed" },
      [`kept for another time: 30d ─▶ as long as needed ${FOR}`],
    ],
    ["a shorter retention", { retention: "4w" }, []],
    ["the same retention in another unit", { retention: "720h" }, []],
    ["no retention any more", { retention: null }, []],
    ["another necessity and legal basis", { necessity: "x", legalBasis: "Consent" }, []],
    ["another name", { name: "Delivery" }, []],
    ["another name for the system", { system: "web" }, []],
    ["other letter case in names", { recipients: ["POST  as"], name: "deliver orders" }, []],
  ])("%s", (_what, change, words) => {
    expect(changes([ORDERS], [{ ...ORDERS, ...change }])).toEqual(words);
  });

  it("is a retention where none was said before", () => {
    expect(changes([{ ...ORDERS, retention: null }], [ORDERS])).toEqual([
      `kept for another time: not said ─▶ 30d ${FOR}`,
    ]);
  });

  it("is the whole of a new declaration, in one line", () => {
    const mailing = { ...ORDERS, name: "Mailing", use: "marketing", recipients: [] };
    expect(changes([ORDERS], [ORDERS, mailing])).toEqual([
      "new: `user.name` for `marketing` (shop: Mailing), about `customer`, kept for 30d",
    ]);
  });

  it("is what another system begins to do, though one did it before and still does", () => {
    const other = { ...ORDERS, system: "warehouse" };
    expect(changes([ORDERS], [ORDERS, other])).toHaveLength(1);
  });

  it("is not what is divided between two declarations", () => {
    const both = { ...ORDERS, categories: ["user.name", "user.contact"] };
    const halves = ["user.name", "user.contact"].map((key) => ({
      ...ORDERS,
      name: key,
      categories: [key],
    }));
    expect(changes([both], halves)).toEqual([]);
  });

  it("is not what moved to another system", () => {
    expect(changes([ORDERS], [{ ...ORDERS, system: "warehouse" }])).toEqual([]);
  });

  it("is something put together from two declarations of which neither had it", () => {
    const staff = { ...ORDERS, name: "Staff", categories: ["user.health"], subjects: ["employee"] };
    const both = { ...ORDERS, name: "New", subjects: ["employee"] };
    expect(changes([ORDERS, staff], [ORDERS, staff, both])).toHaveLength(1);
  });

  it("tells names apart that are alike for as long as they are shown", () => {
    const long = "a".repeat(100);
    const before = { ...ORDERS, recipients: [`${long}1`] };
    expect(changes([before], [{ ...before, recipients: [`${long}2`] }])).toHaveLength(1);
  });

  it("says what people wrote on one line, without marks of code", () => {
    const hostile = { ...ORDERS, recipients: ["a`\n\n# b"] };
    expect(changes([{ ...ORDERS, recipients: [] }], [hostile])).toEqual([
      `new recipient: a' # b ${FOR}`,
    ]);
  });
});

describe("any two data maps", () => {
  const some = (all: readonly string[]) => fc.subarray([...all]);
  const declaration: fc.Arbitrary<Declaration> = fc.record({
    field: fc.constant("system.0"),
    system: fc.constantFrom("shop", "web", ""),
    name: fc.constantFrom("A", "B", "C", null),
    categories: some(["user.name", "user.contact", "user.health", "user.payment"]),
    use: fc.constantFrom("sales", "finance", null),
    subjects: some(["customer", "employee"]),
    legalBasis: fc.constant("Consent"),
    retention: fc.constantFrom("1d", "30d", "2y", "some time", null),
    necessity: fc.constant(null),
    recipients: some(["Post AS", "Bank ASA"]),
  });
  const map = fc.array(declaration, { maxLength: 6 });
  const named = fc.uniqueArray(declaration, {
    minLength: 1,
    maxLength: 5,
    selector: ({ system, name }) => `${system} ${name ?? ""}`,
  });
  const all = fc.nat();

  it("have nothing new where they are the same, in whatever order", () => {
    fc.assert(
      fc.property(map, (one) => {
        expect(changes(one, one)).toEqual([]);
        expect(changes(one, one.toReversed())).toEqual([]);
      }),
    );
  });

  it("have nothing new where something was only removed", () => {
    const less = fc.tuple(map, fc.infiniteStream(fc.boolean())).map(([one, keep]) => {
      const yes = (): boolean => keep.next().value === true;
      const fewer = (words: readonly string[]) => words.filter(yes);
      const now = one.filter(yes).map((each) => ({
        ...each,
        categories: fewer(each.categories),
        subjects: fewer(each.subjects),
        recipients: fewer(each.recipients),
        retention: yes() ? each.retention : null,
      }));
      return [one, now] as const;
    });
    fc.assert(
      fc.property(less, ([before, now]) => {
        expect(changes(before, now)).toEqual([]);
      }),
    );
  });

  it.each<[string, (one: Declaration) => Declaration, string]>([
    ["category", (one) => ({ ...one, categories: [...one.categories, "user.new"] }), "`user.new`"],
    ["subject", (one) => ({ ...one, subjects: [...one.subjects, "patient"] }), "`patient`"],
    ["recipient", (one) => ({ ...one, recipients: [...one.recipients, "New Inc"] }), "New Inc"],
    ["use", (one) => ({ ...one, use: "marketing" }), "`marketing`"],
    ["longer retention", (one) => ({ ...one, retention: "9y" }), "9y"],
    ["retention in words", (one) => ({ ...one, retention: "for ever" }), "for ever"],
  ])("have a new %s listed, whichever declaration it is added to", (_what, add, words) => {
    fc.assert(
      fc.property(named, all, (before, which) => {
        const at = which % before.length;
        const now = before.map((one, index) => (index === at ? add(one) : one));
        expect(changes(before, now)).toEqual([expect.stringContaining(words)]);
      }),
    );
  });

  it("have all listed that nothing like it was there before", () => {
    fc.assert(
      fc.property(map, (now) => {
        expect(changes([], now)).toHaveLength(now.length);
      }),
    );
  });
});
