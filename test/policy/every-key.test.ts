import fc from "fast-check";

import { KEYS } from "../../src/policy/index.ts";
import { CONTEXT } from "./context.ts";
import { valuesOf } from "./generators.ts";

const AT = { owner: "acme", sections: CONTEXT.sections };

describe.each(KEYS)("the key $path", (key) => {
  const { path, order } = key;
  const values = valuesOf(path);

  it("has values to try, which its schema accepts", () => {
    expect(values).toBeDefined();
    const [first] = fc.sample(values ?? fc.constant(undefined), 1);
    expect(key.schema(AT).safeParse(first).error).toBeUndefined();
  });

  it("holds what the policy below could say itself, whatever is said above it", () => {
    const read = (values ?? fc.constant(undefined)).map((value) => key.schema(AT).parse(value));
    fc.assert(
      fc.property(read, read, (floor, upper) => {
        const layering = order.layer(floor, upper);
        if (!("holds" in layering)) return;
        // What holds is no weaker than what was below it; a list that only grows says so again.
        const again = order.layer(floor, layering.holds);
        if (!path.startsWith("checklists.")) expect(again).toHaveProperty("holds");
      }),
      { numRuns: 30 },
    );
  });
});
