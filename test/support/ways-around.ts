import { commands, runCommandLine } from "../../src/cli/index.ts";
import { surroundings } from "../cli/surroundings.ts";
import type { CheckRun, RepositoryHandle } from "../simulator/index.ts";
import type { Stage } from "./stage.ts";

/** What the release manager, who administers acme, runs: `portcullis protect --yes`. Returns what it prints. */
export async function protect(stage: Stage, repository: RepositoryHandle): Promise<string> {
  const { APP_ID = "", GHE_HOST = "", GHE_PROTOCOL = "" } = stage.github.environment();
  const GH_TOKEN = stage.github.tokenFor(stage.people.manager);
  const around = surroundings({ environment: { APP_ID, GHE_HOST, GHE_PROTOCOL, GH_TOKEN } });
  const words = ["protect", "--yes", "--repository", repository.fullName];
  const code = await runCommandLine(words, commands, "1.2.3", around);
  const { stdout, stderr } = around.printed();
  if (code !== 0) throw new Error(`protect ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

/** Somebody puts the owners of the organisation on the list of those whom a ruleset does not hold. */
export function letOwnersPass(repository: RepositoryHandle, ruleset: string): void {
  const found = repository.record.rulesets.find(({ name }) => name === ruleset);
  if (found === undefined) throw new Error(`There is no ruleset ${ruleset}`);
  found.bypassActors = [{ actor_type: "OrganizationAdmin", bypass_mode: "always" }];
}

/** The App's check on a commit, `portcullis` unless said otherwise. */
export function checkOn(
  repository: RepositoryHandle,
  commit: string,
  name = "portcullis",
): CheckRun | undefined {
  return repository.checkRunsOn(commit).find((run) => run.name === name);
}

/** All that is to be read on it. */
export function wordsOn(...where: Parameters<typeof checkOn>): string {
  const { title, summary, text } = checkOn(...where) ?? {};
  return [title, summary, text].join("\n");
}
