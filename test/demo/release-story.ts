import type { DeploymentHandle, ReleaseHandle } from "../simulator/index.ts";
import type { Stage } from "../support/stage.ts";
import type { Screen } from "./screen.ts";

const SBOM = "shop.cdx.json";
const NO_COMPONENTS = `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components: [] })}\n`;

type Expect = (ok: boolean, text: string) => void;

/** Plays how the merged v1.4.0 leaves the house: as a release, to production, and not past the gate. */
export async function playRelease(stage: Stage, screen: Screen, expect: Expect): Promise<void> {
  const { repository, people } = stage;
  const merged = repository.oid("main");

  screen.step(
    "Mona tags v1.4.0 and publishes the release. The SBOM that the archive lists is not on it.",
  );
  const release = repository.release({ tag: "v1.4.0", target: "main", by: people.manager });
  await stage.settled();
  screen.run("portcullis/release", releaseCheck(stage, merged));
  screen.quote(notesOf(release));
  expect(
    release.draft,
    "Taken back: the release is a draft again, and its notes say what is missing.",
  );

  screen.step("Somebody starts the deployment of v1.4.0 to production.");
  repository.environment("production", { protectedBy: stage.github.app.record });
  const deployment = repository.deploy({
    environment: "production",
    ref: "v1.4.0",
    by: people.author,
  });
  await stage.settled();
  screen.quote(asRead(deployment.reports.at(-1) ?? ""));
  expect(deployment.state === "waiting", "Held: what is no release yet does not reach production.");

  screen.step("Kari uploads the SBOM to the draft; Mona presses “Recheck”.");
  release.uploadAsset(people.author, SBOM, NO_COMPONENTS);
  recheck(stage, merged);
  await stage.settled();
  screen.run("portcullis/release", releaseCheck(stage, merged));
  screen.quote(notesOf(release).slice(0, 2));
  screen.note(`Deployment to production: ${deployment.state}. ${firstLine(deployment)}`);
  expect(
    releaseCheck(stage, merged)?.conclusion === "success" && deployment.state === "approved",
    "Passed, and the deployment that waited goes on by itself.",
  );

  screen.step("Mona publishes v1.4.0.");
  release.publish(people.manager);
  await stage.settled();
  screen.quote(notesOf(release).slice(0, 2));
  expect(release.published, "Released. What is out is, byte for byte, what was approved.");

  await releaseAnother(stage, screen, expect);
}

async function releaseAnother(stage: Stage, screen: Screen, expect: Expect): Promise<void> {
  const { repository, people } = stage;
  screen.step("Late at night somebody pushes to main directly, and releases that as v1.4.1.");
  const commit = repository.commit({
    author: people.author,
    message: "Quick fix",
    files: { "src/order.ts": "export const order = 3;\n" },
  });
  const release = repository.release({ tag: "v1.4.1", target: commit, by: people.author });
  release.uploadAsset(people.author, SBOM, NO_COMPONENTS);
  await stage.settled();
  screen.run("portcullis/release", releaseCheck(stage, commit));
  screen.quote(whyNot(stage, commit));
  expect(release.draft, "Taken back: nobody reviewed or approved what would have shipped.");
}

function releaseCheck(stage: Stage, commit: string) {
  return stage.repository.checkRunsOn(commit).find(({ name }) => name === "portcullis/release");
}

function recheck(stage: Stage, commit: string): void {
  const run = releaseCheck(stage, commit);
  if (run) stage.github.clickAction(run, "recheck", stage.people.manager);
}

/** What the block in the notes says. */
function notesOf(release: ReleaseHandle): readonly string[] {
  const [, block = ""] = release.body.split("<!-- portcullis:begin -->");
  return asRead(block);
}

/** Markdown as people see it: no marks, no empty lines, a table's cells apart from each other. */
function asRead(markdown: string): readonly string[] {
  return markdown
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("<") && !line.includes("| --- |"))
    .map((line) =>
      line
        .replace(/^\| | \|$/g, "")
        .replaceAll(/ +\| +/g, "   ")
        .replaceAll(/[*`]/g, ""),
    );
}

function firstLine(deployment: DeploymentHandle): string {
  return (deployment.comment ?? "").split("\n")[0]?.replaceAll("**", "") ?? "";
}

/** The gates that are shut, as the check's summary shows them. */
function whyNot(stage: Stage, commit: string): readonly string[] {
  const summary = releaseCheck(stage, commit)?.summary ?? "";
  const rows = summary.split("\n").filter((line) => /^\| .*(?:Waiting|Blocked)/.test(line));
  return asRead(rows.join("\n"))
    .map((line) => line.replaceAll("<br>", " "))
    .slice(0, 3);
}
