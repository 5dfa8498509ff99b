import { type Command, runCommandLine } from "../../src/cli/index.ts";
import { surroundings } from "./surroundings.ts";

const seen: string[] = [];

const COMMANDS: readonly Command[] = [
  {
    name: "check",
    summary: "Checks something.",
    details: "More about it.",
    options: [
      { name: "ref", value: "REF", help: "the commit" },
      { name: "offline", value: null, help: "without GitHub" },
    ],
    run({ values }) {
      seen.push(values.get("ref") ?? "none");
      return Promise.resolve(1);
    },
  },
  {
    name: "verify",
    summary: "Verifies something.",
    details: "",
    options: [],
    run: () => Promise.reject(new Error("a bug\nof two lines \u{1b}[31m\u{202e}")),
  },
];

async function run(...words: readonly string[]) {
  const around = surroundings();
  const code = await runCommandLine(words, COMMANDS, "1.2.3", around);
  return { code, ...around.printed() };
}

describe("the command line", () => {
  it("runs the command with its options, and answers its exit code", async () => {
    expect(await run("check", "--ref", "main")).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(seen).toEqual(["main"]);
  });

  it("shows its version, its help, and a command's help", async () => {
    expect(await run("--version")).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
    const { code, stdout, stderr } = await run("--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("  check   Checks something.\n  verify  Verifies something.\n");
    expect((await run("-h")).stdout).toBe(stdout);
    const help = await run("check", "--offline", "--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("  --ref REF  the commit\n  --offline  without GitHub\n");
    expect(help.stdout).toContain("More about it.");
  });

  it.each([
    [[], "Say what to do. Try portcullis check, or portcullis --help."],
    [["chek"], 'The command "chek" is not known. Did you mean check?'],
    [["bananas"], 'The command "bananas" is not known. Try portcullis check'],
    [["--verison"], 'The option "--verison" is not known. Did you mean --version?'],
    [
      ["check", "--rf", "x"],
      'The option "--rf" is not known. Did you mean --ref? See portcullis check --help.',
    ],
    [["verify"], "Something unexpected went wrong: a bug of two lines  [31m"],
  ])("cannot run %j, and says why on one line of stderr", async (words, message) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^portcullis: [^\p{Cc}\p{Cf}]+\n$/u);
    expect(stderr).toContain(message);
  });
});
