import { setTimeout as sleep } from "node:timers/promises";
import { restWhenQuiet } from "../src/rest.ts";
import { until } from "./support/until.ts";

const QUIET_MS = 200;

describe("memory", () => {
  it("is given back when nothing has been done for a while, once", async () => {
    let worked = performance.now();
    const given: { readonly how: unknown; readonly after: number }[] = [];
    const noteWork = restWhenQuiet(
      (how) => given.push({ how, after: performance.now() - worked }),
      QUIET_MS,
    );
    for (let work = 0; work < 20; work++) {
      await sleep(20);
      worked = performance.now();
      noteWork();
    }
    await until(() => given.length > 0);
    const { length } = given;
    await sleep(2 * QUIET_MS);
    expect(given).toHaveLength(length);
    noteWork();
    await until(() => given.length > length);
    expect(Math.min(...given.map(({ after }) => after))).toBeGreaterThan(QUIET_MS - 5);
    expect(given[0]?.how).toEqual({ type: "major", execution: "sync", flavor: "last-resort" });
  });

  it("stays as V8 keeps it where node was not started with --expose-gc", async () => {
    restWhenQuiet(undefined, 1)();
    await sleep(10);
    expect(globalThis.gc).toBeUndefined();
  });
});
