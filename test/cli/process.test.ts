import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { isolated, shop, temporaryFolder, TestRepository } from "./repository.ts";

const PROJECT = join(import.meta.dirname, "../..");
const CLI = join(PROJECT, "src/cli");

async function run(command: string, words: readonly string[], environment = isolated()) {
  try {
    // What Node tells of its modules takes more than the megabyte that it keeps by itself.
    const options = { cwd: PROJECT, env: environment, maxBuffer: 64 * 1024 * 1024 };
    return { code: 0, ...(await promisify(execFile)(command, [...words], options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe("the command as a process of its own", () => {
  it("runs from a clone of this project as `npx portcullis check`", async () => {
    const repository = TestRepository.create();
    repository.commit(shop());
    const environment = {
      ...isolated(),
      npm_config_offline: "true",
      npm_config_cache: temporaryFolder(),
    };
    const words = ["--at", "2026-11-20", "--offline", "--format", "json"];
    const { code, stdout } = await run(
      "npx",
      ["portcullis", "check", "--repo", repository.folder, ...words],
      environment,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "passed" });
  });

  it("may be executed", () => {
    for (const file of ["portcullis.ts", "portcullis.js"]) {
      accessSync(join(CLI, file), constants.X_OK);
    }
  });

  it("says on one line that Node.js is too old", async () => {
    const older = `Object.defineProperty(process, "versions", { value: { node: "20.19.0" } })`;
    const pretend = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];
    const words = [...pretend, join(CLI, "portcullis.js"), "check"];
    const { code, stdout, stderr } = await run(process.execPath, words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^portcullis: Node\.js 20\.19\.0 is too old\. .+\n$/);
  });

  it("keeps its exit code when nobody reads on", async () => {
    const script = `'${process.execPath}' '${join(CLI, "portcullis.js")}' check --repo / | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = await run("bash", ["-c", script]);
    expect(stdout).toBe("2\n");
    const help = `'${process.execPath}' '${join(CLI, "portcullis.js")}' --help | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const { stdout: shown, stderr } = await run("bash", ["-c", help]);
    expect({ shown, stderr }).toEqual({ shown: "U 0\n", stderr: "" });
  });

  it("imports neither Probot nor Octokit", async () => {
    const { stderr } = await run(process.execPath, [join(CLI, "portcullis.js"), "check"], {
      ...isolated(),
      NODE_DEBUG: "esm",
    });
    expect(stderr).toContain("zod");
    expect(stderr).not.toMatch(/node_modules\/(probot|@octokit)\//);
  });
});
