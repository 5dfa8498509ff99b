import { commands, runCommandLine } from "../../src/cli/index.ts";
import { surroundings } from "./surroundings.ts";

async function run(words: readonly string[], environment: Record<string, string> = {}) {
  const around = surroundings({ environment });
  const code = await runCommandLine(["protect", ...words], commands, "1.2.3", around);
  return { code, ...around.printed() };
}

const REPOSITORY = ["--repository", "acme/shop"];
const SECRET = "ghp_a-token-that-nobody-may-see";

describe("portcullis protect", () => {
  it.each<[readonly string[], Record<string, string>, string]>([
    [[], {}, "Say which repository: --repository OWNER/NAME."],
    [["--repository", "shop"], {}, '--repository "shop" is no repository. Give OWNER/NAME.'],
    [["--repository", "a/b/../../c"], {}, "is no repository"],
    [["--repository", "../user"], {}, "is no repository"],
    [["--repository", "acme/.."], {}, "is no repository"],
    [REPOSITORY, {}, "Say which App: --app-id N, --app SLUG, or the variable APP_ID."],
    [REPOSITORY, { APP_ID: "portcullis" }, "The variable APP_ID is no App id."],
    [[...REPOSITORY, "--app-id", "0"], {}, '--app-id "0" is no App id.'],
    [[...REPOSITORY, "--app", "a/b"], {}, '--app "a/b" is no App\'s name.'],
    [[...REPOSITORY, "--app", "x", "--app-id", "1"], {}, "name the same thing"],
    [[...REPOSITORY, "--app-id", "1"], {}, "into the variable GH_TOKEN."],
    [[...REPOSITORY, "--app-id", "1"], { GH_TOKEN: "  " }, "into the variable GH_TOKEN."],
    [[...REPOSITORY, "--token", SECRET], {}, 'The option "--token" is not known'],
  ])("cannot run with %j and %j, and says why", async (words, environment, message) => {
    const { code, stdout, stderr } = await run(words, environment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^portcullis: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(SECRET);
  });

  it("says that GitHub cannot be reached, without the token", async () => {
    const environment = { GH_TOKEN: SECRET, GHE_HOST: "127.0.0.1:1", GHE_PROTOCOL: "http" };
    expect(await run([...REPOSITORY, "--app-id", "1"], environment)).toEqual({
      code: 2,
      stdout: "",
      stderr: "portcullis: GitHub could not be reached.\n",
    });
  });
});
