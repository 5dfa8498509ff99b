import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { CheckRun } from "../../../src/application/ports.ts";

/** `UPDATE_GOLDEN=1` writes what is produced now; look at the difference before you commit it. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** That the page is byte for byte the one in `golden/`. */
export function expectGolden(name: string, actual: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (UPDATE) writeFileSync(file, actual);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "(no such file)").toBe(actual);
}

/** Check runs as one page. */
export function shown(runs: readonly CheckRun[]): string {
  return runs
    .map(({ name, conclusion, title, summary, text, annotations }) =>
      [
        `# ${name}: ${conclusion}`,
        `## ${title}`,
        summary,
        ...(text === null ? [] : ["---", text]),
        ...(annotations.length === 0
          ? []
          : ["```json", ...annotations.map((each) => JSON.stringify(each)), "```"]),
      ].join("\n\n"),
    )
    .join("\n\n---\n\n");
}
