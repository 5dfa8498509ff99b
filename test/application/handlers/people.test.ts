import { type Job, mergeJobs } from "../../../src/application/index.ts";
import { SHOP_AT } from "../../support/shop.ts";
import { done } from "./desk.ts";

const where = { installationId: 1 };
const changed: Job = { kind: "people", ...where };
const pause = (again: boolean): Job => ({ kind: "people-pause", ...where, changed: again });
const looked = [
  { ...pause(false), notBefore: "2026-11-20T12:00:30.000Z" },
  { kind: "installation", ...where },
];

describe("memberships that changed", () => {
  it("are read anew, and everything is looked at, and then for half a minute not again", async () => {
    const { forgotten, queued } = await done(changed, { now: SHOP_AT });
    expect(forgotten).toEqual([{ installationId: 1, what: { people: true } }]);
    expect(queued).toEqual(looked);
  });

  it("within that half minute are read anew, and everything is looked at when it is over", async () => {
    const { forgotten, queued } = await done(changed, { queued: [pause(false)] });
    expect(forgotten).toEqual([{ installationId: 1, what: { people: true } }]);
    expect(queued).toEqual([{ ...pause(true), notBefore: "2026-11-20T12:00:30.000Z" }]);
    expect((await done(pause(true), {})).queued).toEqual(looked);
  });

  it("are at rest when none changed in it", async () => {
    expect((await done(pause(false), {})).queued).toEqual([]);
  });

  it("are not forgotten by whoever else asks for the pause", () => {
    expect(mergeJobs(pause(true), pause(false))).toEqual(pause(true));
    expect(mergeJobs(pause(false), pause(true))).toEqual(pause(true));
  });
});
