import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Of a package's version, of what the migrations do, and of further files: what was made by others
 * is made anew.
 */
export function fingerprint(packageName: string, ...files: readonly URL[]): string {
  const project = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { dependencies, devDependencies } = JSON.parse(project) as Record<
    "dependencies" | "devDependencies",
    Readonly<Record<string, string>>
  >;
  const hash = createHash("sha256");
  hash.update(dependencies[packageName] ?? devDependencies[packageName] ?? "");
  const migrations = new URL("../../src/store/migrations/", import.meta.url);
  const steps = readdirSync(migrations).map((name) => new URL(name, migrations));
  for (const file of [...steps, ...files]) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
