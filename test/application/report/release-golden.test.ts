import {
  deploymentWords,
  releaseCouldNotTell,
  releaseIssue,
  releaseNotes,
  releaseRun,
  solvedIssue,
} from "../../../src/application/report/index.ts";
import { expectGolden, shown } from "./golden.ts";
import { DEPLOYMENTS, RELEASES } from "./release-fixtures.ts";

it.each(Object.entries(RELEASES))("%s: the check run of the release", (name, given) => {
  expectGolden(`release-${name}.checks.md`, shown([releaseRun(given)]));
});

it.each(Object.entries(RELEASES))("%s: the release notes", (name, given) => {
  expectGolden(`release-${name}.notes.md`, releaseNotes(given));
});

it.each([
  ["immutable", "published", "state cannot be changed when release is immutable"],
  ["refused", "reported", "Not Found"],
  ["policy", "moved-tag", null],
] as const)("the issue about a release: %s", (code, name, detail) => {
  const given = RELEASES[name === "published" ? "reported" : name]!;
  const release = { ...given.release, draft: false, immutable: code === "immutable" };
  const { title, body } = releaseIssue({ ...given, release }, { code, detail });
  expectGolden(`release-${code}.issue.md`, `# ${title}\n\n${body}`);
});

it("the closing words of the issue, and a release that could not be read", () => {
  const words = (["passed", "redrafted", "deleted"] as const).flatMap((how) => [
    solvedIssue(RELEASES["published"]!, how),
    solvedIssue(null, how),
  ]);
  expectGolden("release-solved.issue.md", words.join("\n\n"));
  const unread = releaseCouldNotTell({ code: "unreachable", message: "502 Bad Gateway" });
  expectGolden("release-could-not-tell.checks.md", shown([unread]));
});

it.each(Object.entries(DEPLOYMENTS))("%s: the words of the deployment", (name, given) => {
  expectGolden(`deployment-${name}.md`, deploymentWords(given));
});
