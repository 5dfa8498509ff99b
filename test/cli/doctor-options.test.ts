import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands, runCommandLine } from "../../src/cli/index.ts";
import { readAppCredentials } from "../../src/cli/doctor-credentials.ts";
import { temporaryFolder } from "./repository.ts";
import { surroundings } from "./surroundings.ts";

const KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString()
  .trim();

async function run(words: readonly string[], environment: Record<string, string> = {}) {
  const around = surroundings({ environment });
  const code = await runCommandLine(["doctor", ...words], commands, "1.2.3", around);
  return { code, ...around.printed() };
}

const REPOSITORY = ["--repository", "acme/shop"];

describe("portcullis doctor", () => {
  it.each<[readonly string[], Record<string, string>, string]>([
    [[], {}, "Say which repository: --repository OWNER/NAME."],
    [REPOSITORY, {}, "Say which App: --app-id N, --app SLUG, or the variable APP_ID."],
    [REPOSITORY, { APP_ID: "1" }, "or give APP_ID and PRIVATE_KEY, or both."],
    [[...REPOSITORY, "--format", "jsn"], { APP_ID: "1" }, "Did you mean json?"],
    [[...REPOSITORY, "--app-id", "1"], { PRIVATE_KEY: KEY }, "put its id into APP_ID."],
    [REPOSITORY, { APP_ID: "1", PRIVATE_KEY: "secret" }, "The private key is no PEM file"],
    [REPOSITORY, { APP_ID: "1", PRIVATE_KEY_PATH: "/no/such/key" }, "cannot be read"],
    [[...REPOSITORY, "--app-id", "2"], { APP_ID: "1", PRIVATE_KEY: KEY }, "names another App"],
  ])("cannot run with %j, and says why", async (words, environment, message) => {
    const { code, stdout, stderr } = await run(words, environment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^portcullis: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/BEGIN|secret/);
  });

  it("says that GitHub cannot be reached", async () => {
    const environment = {
      APP_ID: "1",
      PRIVATE_KEY: KEY,
      GHE_HOST: "127.0.0.1:1",
      GHE_PROTOCOL: "http",
    };
    expect(await run(REPOSITORY, environment)).toEqual({
      code: 2,
      stdout: "",
      stderr: "portcullis: GitHub could not be reached.\n",
    });
  });

  it("takes the App's key as the server does", () => {
    const path = join(temporaryFolder(), "key.pem");
    writeFileSync(path, KEY);
    for (const given of [
      { PRIVATE_KEY: KEY },
      { PRIVATE_KEY: KEY.replaceAll("\n", "\\n") },
      { PRIVATE_KEY: Buffer.from(KEY).toString("base64") },
      { PRIVATE_KEY: "", PRIVATE_KEY_PATH: path },
    ])
      expect(readAppCredentials({ APP_ID: "7", ...given })).toEqual({
        status: "understood",
        value: { appId: 7, privateKey: KEY },
      });
    expect(readAppCredentials({ APP_ID: "7" })).toEqual({ status: "understood", value: null });
  });
});
