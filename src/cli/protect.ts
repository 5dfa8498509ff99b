import {
  type Change,
  type Knowledge,
  makeChange,
  nameOfChange,
  planProtection,
  policyInForce,
  policyRefusal,
  protectionReport,
  readPresentProtection,
  type Refusal,
  wantedProtection,
} from "../application/index.ts";
import { createAdministration, createPlatform } from "../github/index.ts";
import { couldNotRun, type ExitCode, type Surroundings } from "./command.ts";
import { appIdOf } from "./protect-app.ts";
import { clientFor, serverOf } from "./protect-github.ts";
import { NO_TOKEN, personsToken } from "./protect-variables.ts";
import type { ProtectRequest } from "./protect-request.ts";
import { terminal } from "./terminal.ts";

/** Shows what has to change at GitHub so that it holds the gate, and changes it where that is meant. */
export async function protect(
  request: ProtectRequest,
  knowledge: Knowledge,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const token = personsToken(surroundings.environment);
  if (token === null) return couldNotRun(surroundings, NO_TOKEN);
  const client = clientFor(serverOf(surroundings.environment), token);
  const administration = createAdministration(client, { clock: () => surroundings.now() });
  const repository = await administration.repository(request.repository);
  if (repository === null) return couldNotRun(surroundings, noSuchRepository(request.repository));
  const { fullName, defaultBranch } = repository;
  const appId = await appIdOf(administration, request.app);
  if (typeof appId === "string") return couldNotRun(surroundings, appId);
  const platform = createPlatform({ octokit: client, appId, appSlug: "" });
  const reading = policyInForce(await platform.policies(fullName, "anew"), knowledge);
  if (reading.status !== "valid") {
    const refusal = policyRefusal(reading);
    return couldNotRun(surroundings, `${refusal?.reason ?? ""} ${refusal?.remedy ?? ""}`);
  }

  const wanted = wantedProtection(reading.policy, { defaultBranch, appId });
  const plan = planProtection(
    wanted,
    await readPresentProtection(administration, repository, wanted),
  );
  const refused: (Refusal & { readonly what: string })[] = [...plan.refused];
  const made: Change[] = [];
  for (const change of request.isMeant ? plan.changes : []) {
    const answer = await makeChange(administration, fullName, appId, change);
    if (answer.status === "done") made.push(change);
    else refused.push({ ...answer, what: nameOfChange(change) });
  }
  const outcome = {
    repository: fullName,
    appId,
    plan,
    refused,
    made: request.isMeant ? made : null,
  };
  surroundings.stdout.write(protectionReport(outcome, terminal(surroundings)));
  const isLeft = refused.length > 0 || made.length < plan.changes.length;
  return isLeft ? 1 : 0;
}

function noSuchRepository(repository: string): string {
  return `There is no repository ${repository} that this token may see. Check its name, and the token's access.`;
}
