import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentProblems, readEnvironment } from "../src/environment.ts";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n";
const right = { APP_ID: "12", PRIVATE_KEY: PEM, WEBHOOK_SECRET: "s3cret" };

describe("readEnvironment", () => {
  it("points at github.com unless told otherwise", () => {
    expect(readEnvironment(right)).toEqual({
      appId: 12,
      privateKey: PEM,
      webhookSecret: "s3cret",
      apiUrl: null,
      webUrl: "https://github.com",
      databaseUrl: null,
      dataDirectory: ".portcullis",
      evidenceDays: 400,
      host: "0.0.0.0",
      port: 3000,
      logLevel: "info",
    });
  });

  it("points at an Enterprise Server", () => {
    const read = readEnvironment({ ...right, GHE_HOST: "git.acme.example" });
    expect(read.apiUrl).toBe("https://git.acme.example/api/v3");
    expect(read.webUrl).toBe("https://git.acme.example");
  });

  it("keeps the data where it is told, and takes no other database for PostgreSQL", () => {
    expect(readEnvironment({ ...right, DATA_DIR: "/data" }).dataDirectory).toBe("/data");
    for (const url of ["postgres://db/portcullis", "postgresql://db/portcullis"]) {
      expect(readEnvironment({ ...right, DATABASE_URL: url }).databaseUrl).toBe(url);
    }
    const other = () => readEnvironment({ ...right, DATABASE_URL: "mysql://db/portcullis" });
    expect(other).toThrow("DATABASE_URL is no address of PostgreSQL");
  });

  it("takes days for which evidence is kept, and nothing else for them", () => {
    expect(readEnvironment({ ...right, LEDGER_EVIDENCE_DAYS: "30" }).evidenceDays).toBe(30);
    const other = () => readEnvironment({ ...right, LEDGER_EVIDENCE_DAYS: "0" });
    expect(other).toThrow("LEDGER_EVIDENCE_DAYS is no number of days");
  });

  it("takes the key on one line, in base64, or from a file", () => {
    const oneLine = PEM.replaceAll("\n", "\\n");
    expect(readEnvironment({ ...right, PRIVATE_KEY: oneLine }).privateKey).toBe(PEM);
    const base64 = Buffer.from(PEM).toString("base64");
    expect(readEnvironment({ ...right, PRIVATE_KEY: base64 }).privateKey).toBe(PEM);
    const path = join(mkdtempSync(join(tmpdir(), "portcullis-")), "key.pem");
    writeFileSync(path, PEM);
    const others = { ...right, PRIVATE_KEY: undefined };
    expect(readEnvironment({ ...others, PRIVATE_KEY_PATH: path }).privateKey).toBe(PEM);
  });

  it("tells every problem at once, and no secret", () => {
    const problems = problemsOf({
      APP_ID: "twelve",
      PRIVATE_KEY: "hunter2",
      WEBHOOK_SECRET: "",
      PORT: "all",
      LOG_LEVEL: "loud",
      GHE_HOST: "https://git.acme.example",
    });
    expect(problems).toHaveLength(6);
    expect(problems.join("\n")).not.toContain("hunter2");
  });

  it("refuses to start without a webhook secret", () => {
    const others = { ...right, WEBHOOK_SECRET: undefined };
    expect(problemsOf(others)).toEqual([expect.stringContaining("WEBHOOK_SECRET is missing")]);
  });

  it("names the file of the key that is not there", () => {
    const others = { ...right, PRIVATE_KEY: undefined };
    expect(problemsOf({ ...others, PRIVATE_KEY_PATH: "/nowhere.pem" })).toEqual([
      expect.stringContaining("/nowhere.pem"),
    ]);
  });
});

describe("the server", () => {
  it("does not start without what it needs, and says all of it", () => {
    const server = new URL("../src/server.js", import.meta.url).pathname;
    const { status, stdout, stderr } = spawnSync(process.execPath, [server], {
      env: { PRIVATE_KEY: "none", PORT: "many" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.split("\n").map((line) => line.trim().split(" ")[0])).toEqual([
      "Portcullis",
      "APP_ID",
      "WEBHOOK_SECRET",
      "PORT",
      "The",
      "",
    ]);
  });
});

function problemsOf(variables: Record<string, string | undefined>): readonly string[] {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentProblems) return error.problems;
    throw error;
  }
  throw new Error("It was accepted.");
}
