import {
  dayOf,
  daysBetween,
  type ActsNext,
  type Day,
  type FindingOutcome,
  type Instant,
  type Outcome,
  type Role,
  type Source,
} from "../../domain/index.ts";

/** How people are called inside a sentence. */
const PEOPLE: Readonly<Record<ActsNext, string>> = {
  author: "the author",
  administrator: "an administrator",
  "incident-responder": "an incident responder",
  tester: "a tester",
  "security-advisor": "the security adviser",
  dpo: "the DPO",
  "release-authority": "the release authority",
  portcullis: "Portcullis",
};

/** In the order in which a release passes through their hands. */
export const IN_ORDER: readonly ActsNext[] = [
  "author",
  "administrator",
  "incident-responder",
  "tester",
  "security-advisor",
  "dpo",
  "release-authority",
  "portcullis",
];

/** A word and a symbol for each outcome: nobody has to tell colours apart. */
export const STATES: Readonly<Record<Outcome, { symbol: string; word: string }>> = {
  passed: { symbol: "✅", word: "Passed" },
  waiting: { symbol: "⏳", word: "Waiting" },
  unknown: { symbol: "❓", word: "Could not tell" },
  blocked: { symbol: "⛔", word: "Blocked" },
};

/** What a check run concludes. `neutral` counts as passing for GitHub, so nothing undecided is. */
export const CONCLUSIONS = {
  passed: "success",
  waiting: "action_required",
  unknown: "failure",
  blocked: "failure",
} as const satisfies Readonly<Record<Outcome, string>>;

export const FINDING_STATES: Readonly<Record<FindingOutcome, { symbol: string; word: string }>> = {
  satisfied: { symbol: "✅", word: "In order" },
  waived: { symbol: "⚠️", word: "Waived" },
  "not-applicable": { symbol: "➖", word: "Not applicable" },
  "not-due": { symbol: "🕒", word: "Due at the release" },
  waiting: STATES.waiting,
  unknown: STATES.unknown,
  unsatisfied: { symbol: "⛔", word: "Missing" },
};

const APPROVALS: Readonly<Record<string, Role>> = {
  "dpo-approval": "dpo",
  "security-approval": "security-advisor",
  "final-approval": "release-authority",
};

const TEXTS: Readonly<Record<string, string>> = {
  "datatilsynet-release": "Datatilsynet, “Release”",
  "ico-development": "ICO, “Development”",
  cra: "Cyber Resilience Act, Regulation (EU) 2024/2847",
  nis2: "NIS 2, Directive (EU) 2022/2555",
  portcullis: "Portcullis itself",
  policy: "the team’s own policy",
};

/** The role whose approval a gate is about; null for every other gate. */
export function approvingRole(gate: string): Role | null {
  return APPROVALS[gate] ?? null;
}

/** "the DPO", inside a sentence. */
export function person(who: ActsNext): string {
  return PEOPLE[who];
}

/** "the author and a tester", each once, in the order of their turn. */
export function people(who: readonly ActsNext[]): string {
  return listed(IN_ORDER.filter((one) => who.includes(one)).map(person));
}

/** "a, b and c". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** The clause, in the words by which people know the text. Not escaped: the team's own clauses are theirs. */
export function sourceName(source: Source): string {
  const text = TEXTS[source.document] ?? source.document;
  return source.clause === "" ? text : `${text}: ${source.clause}`;
}

/** "1 thing", "3 things". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** "counts from 2026-12-01, in 9 days". */
export function countsFrom(day: Day, at: Instant): string {
  const left = daysBetween(dayOf(at), day);
  return `counts from ${day}${left > 0 ? `, in ${count(left, "day")}` : ""}`;
}

/** With a capital at its start. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "2027-02-01", or "2027-02-01 22:30 UTC" where the day alone does not tell. */
export function moment(at: Instant): string {
  const time = at.slice(11, 16);
  return time === "00:00" ? at.slice(0, 10) : `${at.slice(0, 10)} ${time} UTC`;
}
