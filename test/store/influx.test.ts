import { Influx } from "../../src/store/influx.ts";

describe("events pour in", () => {
  let now = 0;
  const after = (times: number, everyMs: number) => {
    const influx = new Influx(() => now);
    for (let time = 0; time < times; time++) {
      now += everyMs;
      influx.note();
    }
    return influx;
  };

  it("where many come within a moment", () => {
    expect(after(10, 5).left).toBeGreaterThan(0);
    expect(after(1_000, 5).left).toBeGreaterThan(0);
  });

  it("not where few come, or many in the course of time", () => {
    expect(new Influx(() => now).left).toBe(0);
    expect(after(9, 0).left).toBe(0);
    expect(after(1_000, 40).left).toBe(0);
  });

  it("for ten seconds at the most: then work goes on, until a moment has passed without them", () => {
    const influx = after(1_990, 5);
    expect(influx.left).toBeGreaterThan(0);
    const more = (times: number) => {
      for (let time = 0; time < times; time++) {
        now += 5;
        influx.note();
      }
    };
    more(30);
    expect(influx.left).toBe(0);
    more(1_000);
    expect(influx.left).toBe(0);
    now += 300;
    more(20);
    expect(influx.left).toBeGreaterThan(0);
  });

  it("until a moment has passed without them", () => {
    const influx = after(1_000, 1);
    const { left } = influx;
    now += left - 1;
    expect(influx.left).toBe(1);
    now += 100;
    expect(influx.left).toBe(0);
    influx.note();
    expect(influx.left).toBe(0);
  });
});
