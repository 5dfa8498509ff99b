import { KEYS, interpretPolicies } from "../../src/policy/index.ts";
import { CONTEXT, SHOP, fileOf, policyOf, source, told } from "./context.ts";

const page = fileOf("docs/reference/policy.md");
const example = (heading: string) =>
  new RegExp(`## ${heading}\\n[\\s\\S]*?\`\`\`yaml\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";

describe("the reference page", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));

  it("has a row for every key, and for no other", () => {
    const documented = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
    );
    const keys = KEYS.map(({ path }) =>
      path
        .replace(/^gates\.[^.]+\.(enabled|reason|enforce-from)$/, "gates.<gate>.$1")
        .replace(/^checklists\..+$/, "checklists.<gate>"),
    );
    const ofTheTable = documented.filter((key) => !key.startsWith("the "));
    expect([...new Set(keys)].sort()).toEqual([...new Set(ofTheTable)].sort());
  });

  it("names every gate and every checklist", () => {
    for (const { path } of KEYS) {
      const [group = "", name = ""] = path.split(".");
      if (group === "gates") expect(page).toContain(`\`${name}\``);
      if (group === "checklists") expect(page).toContain(`\`${path}\``);
    }
  });

  it("tells the order of every key", () => {
    for (const { path, order } of KEYS) {
      const row = rows.find((line) => line.includes(`\`${path}\``)) ?? "";
      const isToldElsewhere = row === "" || /^(?:version|extends)$/.test(path);
      if (isToldElsewhere || /\| the same +\|$/.test(row)) continue;
      expect(row.replaceAll("`", "")).toContain(order.words.replaceAll("`", ""));
    }
  });

  it("shows a smallest policy that is in order", () => {
    expect(policyOf(example("The smallest policy")).mode).toBe("enforce");
  });

  it("shows a whole policy that is in order, and says something under every key", () => {
    const text = example("A policy that says everything");
    const below = source("acme/web-policies", "version: 1\nmode: observe");
    const reading = interpretPolicies([below, source("acme/shop", text)], CONTEXT);
    expect(
      told(reading).filter((problem) => !/weaken|keeps this gate on|count at once/.test(problem)),
    ).toEqual([]);
    expect(reading.status).toBe("valid");
    for (const { path } of KEYS) {
      if (!/^(?:gates|checklists)\./.test(path))
        expect(text).toContain(`${path.split(".").at(-1) ?? ""}:`);
    }
  });

  it("agrees with the example repository", () => {
    expect(policyOf(SHOP).mode).toBe("enforce");
  });
});
