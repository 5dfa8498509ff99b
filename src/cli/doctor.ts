import {
  diagnose,
  diagnosisJson,
  diagnosisReport,
  type Eyes,
  gatherFacts,
  isWell,
  type Knowledge,
  type Sight,
} from "../application/index.ts";
import {
  appToken,
  createAdministration,
  createAppAdministration,
  createPlatform,
} from "../github/index.ts";
import { couldNotRun, type ExitCode, type Surroundings } from "./command.ts";
import type { AppCredentials } from "./doctor-credentials.ts";
import type { DoctorRequest } from "./doctor-request.ts";
import { appIdOf } from "./protect-app.ts";
import { clientFor, type Server, serverOf } from "./protect-github.ts";
import { terminal } from "./terminal.ts";

/** Looks at everything that has to be in place for the gate to hold, and prints what it found. */
export async function doctor(
  request: DoctorRequest,
  knowledge: Knowledge,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const server = serverOf(surroundings.environment);
  const at = surroundings.now();
  const { token, credentials } = request;
  const appId = await idOf(request, server);
  if (typeof appId === "string") return couldNotRun(surroundings, appId);
  const eyes: Eyes = {
    person: token === null ? null : sightOf(server, token, request.repository, appId),
    app: credentials && appEyes(server, credentials, request.repository, at),
  };
  const facts = await gatherFacts(eyes, { name: request.repository, appId, at }, knowledge);
  if (facts.repository === null && token !== null && (facts.app?.installation ?? null) === null) {
    const message = `There is no repository ${request.repository} that this token may see.`;
    return couldNotRun(surroundings, `${message} Check its name, and the token's access.`);
  }
  const findings = diagnose(facts);
  const examined = { repository: request.repository, appId, at };
  surroundings.stdout.write(
    request.format === "json"
      ? diagnosisJson(examined, findings)
      : diagnosisReport(examined, findings, terminal(surroundings)),
  );
  return isWell(findings) ? 0 : 1;
}

/** The App's id, or the one sentence that says why it is not known. */
async function idOf(
  { app, token, credentials }: DoctorRequest,
  server: Server,
): Promise<number | string> {
  if ("id" in app) return app.id;
  // With its own credentials, the App that is meant is the one whose they are.
  if (token === null) return credentials?.appId ?? "Say which App: --app-id N.";
  return appIdOf(createAdministration(clientFor(server, token)), app);
}

function sightOf(server: Server, token: string, repository: string, appId: number): Sight {
  const octokit = clientFor(server, token);
  const platform = createPlatform({ octokit, appId, appSlug: "" });
  return {
    administration: createAdministration(octokit),
    policies: (name) => platform.policies(name, "anew"),
    // Whom a policy names is looked up alike for every pull request; the number is not used.
    people: (names) =>
      platform.pullRequest({ installationId: 0, repository, number: 0 }).people(names, "anew"),
  };
}

function appEyes(
  server: Server,
  { appId, privateKey }: AppCredentials,
  repository: string,
  now: Date,
): NonNullable<Eyes["app"]> {
  const administration = createAppAdministration(
    clientFor(server, appToken(appId, privateKey, now)),
  );
  return {
    administration,
    installed: async (installationId) =>
      sightOf(server, await administration.installationToken(installationId), repository, appId),
  };
}
