import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { z } from "zod";
import { EVENTS, PERMISSIONS } from "../../../src/application/index.ts";
import { suffices } from "../../../src/application/administration/required-grants.ts";

const manifest = z
  .object({
    default_permissions: z.record(z.string(), z.string()),
    default_events: z.array(z.string()),
  })
  .parse(load(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8")));

describe("what the App must be granted", () => {
  it("is what its manifest asks for, no more and no less", () => {
    const levels = Object.fromEntries(PERMISSIONS.map(({ name, level }) => [name, level]));
    expect(levels).toEqual(manifest.default_permissions);
    expect(EVENTS.map(({ name }) => name).sort()).toEqual([...manifest.default_events].sort());
  });

  it("is granted by at least as much", () => {
    expect(suffices("write", "read")).toBe(true);
    expect(suffices("admin", "write")).toBe(true);
    expect(suffices("read", "write")).toBe(false);
    expect(suffices(undefined, "read")).toBe(false);
    expect(suffices("none", "read")).toBe(false);
  });
});
