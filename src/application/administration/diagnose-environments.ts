import type { Environment } from "./administration.ts";
import type { Locks } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { environmentsToLock } from "./wanted-protection.ts";

const { ok, bad } = findingsOf("environments");

/** Whether deployments to the policy's environments wait for the App. */
export function diagnoseEnvironments({ environments, wanted }: Locks): readonly Finding[] {
  if (wanted.environments.length === 0) return [];
  if (environments.status === "refused") {
    const { reason, remedy } = environments;
    const what = "Whether the environments are protected cannot be told.";
    return [bad("unknown", "protected", what, { why: reason, remedy })];
  }
  const names = environments.value.map(({ name }) => name);
  const { existing, absent } = environmentsToLock(wanted.environments, names);
  return [
    ...environments.value
      .filter(({ name }) => existing.includes(name))
      .flatMap((environment) => ofEnvironment(environment, wanted.appId)),
    ...absent.map((name) =>
      bad("warning", "exists", `There is no environment "${name}".`, {
        why: "A workflow that names it makes GitHub create it, without any protection.",
        remedy:
          "Create it in the repository's settings and run `portcullis protect`, or leave it out of candidates.environments.",
      }),
    ),
  ];
}

function ofEnvironment(
  { name, apps, administratorsCanBypass }: Environment,
  appId: number,
): readonly Finding[] {
  return [protection(name, apps, appId), bypass(name, administratorsCanBypass)];
}

function protection(name: string, apps: Environment["apps"], appId: number): Finding {
  if (apps.status === "refused") {
    const what = `${name}: whether deployments wait for the App cannot be told.`;
    return bad("unknown", "protected", what, { why: apps.reason, remedy: apps.remedy });
  }
  if (apps.value.includes(appId)) return ok("protected", `${name}: deployments wait for the App.`);
  return bad("missing", "protected", `${name}: deployments do not wait for the App.`, {
    why: "What did not pass can be deployed.",
    remedy: "Run `portcullis protect`.",
  });
}

function bypass(name: string, canBypass: boolean | null): Finding {
  if (canBypass === false) return ok("bypass", `${name}: administrators cannot go past.`);
  if (canBypass === null) {
    return bad("unknown", "bypass", `${name}: whether administrators can go past cannot be told.`, {
      why: "GitHub did not say.",
      remedy: "Look at the environment's page in the repository's settings.",
    });
  }
  return bad("warning", "bypass", `${name}: administrators can go past.`, {
    why: "They can deploy what did not pass; GitHub's audit log shows it.",
    remedy:
      "Take out \"Allow administrators to bypass configured protection rules\" on the environment's page in the repository's settings.",
  });
}
