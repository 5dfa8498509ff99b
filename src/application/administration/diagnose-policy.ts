import type { RepositorySide } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { policyRefusal } from "./policy-in-force.ts";

const { ok, bad } = findingsOf("policy");

/** Whether there is a policy that can be understood, and whether the organisation's was seen. */
export function diagnosePolicy(
  side: RepositorySide,
  app: { readonly seesAll: boolean } | null,
): readonly Finding[] {
  return [...ownFindings(side), floorFinding(side, app)];
}

function ownFindings({ policy, facts, readAs }: RepositorySide): readonly Finding[] {
  const refusal = policyRefusal(policy);
  if (refusal !== null) {
    const level = policy.status === "unreadable" ? "unknown" : "missing";
    const why =
      policy.status === "absent"
        ? "Without a policy nothing is decided, and nothing published."
        : "Until it is understood every decision is shut.";
    const remedy = `${refusal.remedy} Branches, tags, environments and people are looked at once it is in order.`;
    return [bad(level, "valid", refusal.reason, { why, remedy })];
  }
  const found: Finding[] = [ok("valid", `The policy on ${facts.defaultBranch} is in order.`)];
  const weakenings = policy.status === "valid" ? policy.problems : [];
  for (const { path, line, message, remedy } of weakenings) {
    const why = "The stricter value below it holds, not what is written.";
    found.push(bad("warning", "weaker", `${path}:${line}: ${message}`, { why, remedy }));
  }
  if (policy.status === "valid" && policy.policy.mode === "observe") {
    found.push(
      bad("warning", "mode", "The policy only observes.", {
        why: "Everything is shown, and nothing is blocked.",
        remedy: "Take `mode: observe` out of the policy when you are ready.",
      }),
    );
  }
  if (readAs === "person") {
    found.push(
      bad("unknown", "sight", "The policy and the people were read with your token.", {
        why: "The App may see less than you.",
        remedy: "Give APP_ID and PRIVATE_KEY too, and see that the App is installed.",
      }),
    );
  }
  return found;
}

function floorFinding(
  { floor, facts }: RepositorySide,
  app: { readonly seesAll: boolean } | null,
): Finding {
  const { name, appSees, personSees } = floor;
  if (facts.fullName.toLowerCase() === name.toLowerCase()) {
    return ok("organisation", `${name} is the organisation's own policy.`);
  }
  if (appSees === true)
    return ok("organisation", `The App sees ${name}: a policy there is a floor under this one.`);
  if (personSees === true && appSees === false) {
    return bad("missing", "organisation", `The App does not see ${name}, which exists.`, {
      why: "A policy there would not count: to the App it looks as if there were none.",
      remedy: `Add ${name} to the repositories of the App's installation.`,
    });
  }
  if (appSees === false && app?.seesAll === true) {
    return ok("organisation", `There is no repository ${name}, so no policy of the organisation.`);
  }
  return bad(
    appSees === null ? "unknown" : "warning",
    "organisation",
    appSees === null
      ? `Whether the App sees ${name} cannot be told.`
      : `The App sees no repository ${name}.`,
    {
      why: "A private one to which the App has no access looks just like none, and its policy would not count.",
      remedy:
        appSees === null
          ? "Give APP_ID and PRIVATE_KEY."
          : `If ${name} exists, add it to the repositories of the App's installation.`,
    },
  );
}
