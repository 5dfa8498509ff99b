import fc from "fast-check";
import type { Evidence } from "../../src/domain/index.ts";
import { shopDocuments, shopEvidence } from "../support/shop.ts";
import { mutated } from "./mutation.ts";
import { EDIT } from "./random-edit.ts";
import {
  OF_THE_EXAMPLE,
  decideInTime,
  runs,
  share,
  withEdit,
  withPolicyEdit,
} from "./random-edits.ts";
import { MUTATIONS } from "./tables.ts";

const POLICY = "the policy";
const PLACES = [POLICY, ...Object.keys(shopDocuments())];

/** One to three edits of documents and the policy. */
const edits = fc.array(fc.tuple(fc.constantFrom(...PLACES), EDIT), { minLength: 1, maxLength: 3 });

/** Decides what the edits make of the evidence: that it answers at all, and in time, is the test. */
function survives(evidence: Evidence, numRuns: number): void {
  fc.assert(
    fc.property(edits, (all) => {
      const left = all.reduce(
        (before, [place, edit]) =>
          place === POLICY ? withPolicyEdit(before, edit) : withEdit(before, place, edit),
        evidence,
      );
      decideInTime(left);
    }),
    runs(numRuns),
  );
}

describe("whatever is edited, there is a decision within a second", () => {
  it("of the example", () => survives(shopEvidence(), OF_THE_EXAMPLE));

  it.each(MUTATIONS)("of %s", (...row) => survives(mutated(row), share(0.4)));
});
