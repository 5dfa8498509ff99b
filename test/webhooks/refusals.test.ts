import { Refusals } from "../../src/webhooks/refusals.ts";

describe("what is refused again and again", () => {
  it("is told once a minute, with how often it came since", () => {
    let now = 0;
    const told: [number, string, number][] = [];
    const refusals = new Refusals(
      (why, times) => told.push([now, why, times]),
      () => now,
    );
    for (now = 0; now <= 125; now++) refusals.note("a");
    expect(told).toEqual([[0, "a", 1]]);
    for (now = 0; now <= 125_000; now += 1_000) refusals.note("a");
    expect(told.slice(1)).toEqual([
      [60_000, "a", 125 + 61],
      [120_000, "a", 60],
    ]);
  });

  it("hides nothing that is refused for another reason", () => {
    const told: [string, number][] = [];
    const refusals = new Refusals(
      (why, times) => told.push([why, times]),
      () => 0,
    );
    for (const why of ["a", "a", "b", "b"]) refusals.note(why);
    expect(told).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });
});
