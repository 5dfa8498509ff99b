import type { People, Person, Policy, Role } from "../../domain/index.ts";
import { ROLES } from "../../domain/index.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, bad } = findingsOf("people");

const MEND = "Correct the policy.";

/** Whether those whom the policy names exist, and can approve. */
export function diagnosePeople(policy: Policy, people: People): readonly Finding[] {
  return ROLES.flatMap((role) => {
    const { users, teams } = policy.roles[role];
    const problems = [
      ...users.flatMap((login) => userProblem(role, login, people.users[login])),
      ...teams.flatMap((team) => teamProblem(role, team, people.teams[team])),
    ];
    if (problems.length > 0) return problems;
    if (users.length + teams.length === 0) return [];
    return [ok(role, `${role}: ${[...users, ...teams].join(", ")}`)];
  });
}

function userProblem(
  role: Role,
  login: string,
  reading: People["users"][string] | undefined,
): readonly Finding[] {
  if (reading?.status !== "read") return [cannotTell(role, login, reading)];
  const person = reading.value;
  if (person === null) {
    return [
      bad("missing", role, `${role}: GitHub knows no user ${login}.`, {
        why: "Nobody else gets the role by that name.",
        remedy: `${MEND} A renamed account needs its new name there.`,
      }),
    ];
  }
  if (!person.bot) return [];
  return [
    bad("missing", role, `${role}: ${login} is a bot.`, {
      why: "A bot can never approve.",
      remedy: `${MEND} Name a person.`,
    }),
  ];
}

function teamProblem(
  role: Role,
  team: string,
  reading: People["teams"][string] | undefined,
): readonly Finding[] {
  if (reading?.status !== "read") return [cannotTell(role, team, reading)];
  const members = reading.value;
  if (members === null) {
    return [
      bad("missing", role, `${role}: there is no team ${team} that could be seen.`, {
        why: "Nobody can approve through it.",
        remedy: `${MEND} A team is written organisation/slug, as in its address.`,
      }),
    ];
  }
  if (canApprove(members)) return [];
  const what = members.length === 0 ? "is empty" : "has no people in it, only bots";
  return [
    bad("missing", role, `${role}: the team ${team} ${what}.`, {
      why: "Nobody can approve through it.",
      remedy: "Add people to the team, or name another.",
    }),
  ];
}

function canApprove(members: readonly Person[]): boolean {
  return members.some(({ bot }) => !bot);
}

function cannotTell(
  role: Role,
  name: string,
  reading: { readonly status: string; readonly reason?: string } | undefined,
): Finding {
  const why = reading?.reason ?? "It was not looked up.";
  return bad("unknown", role, `${role}: whether ${name} exists cannot be told.`, {
    why,
    remedy: "Grant the App members: read, or run this again later.",
  });
}
