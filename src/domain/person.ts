/**
 * Someone who acted on GitHub. The id is what identifies a person (logins are renamed and reused);
 * the login is only what people are shown.
 */
export interface Person {
  /** GitHub's database id of the account. */
  readonly id: number;
  readonly login: string;
  /** An App or a machine account that GitHub calls a bot: it can never approve. */
  readonly bot: boolean;
}

/** The roles that a policy gives people to. */
export const ROLES = [
  "dpo",
  "security-advisor",
  "release-authority",
  "incident-responder",
  "tester",
] as const;

export type Role = (typeof ROLES)[number];

/** The three roles that approve a release, in the order of their gates. */
export const APPROVING_ROLES = ["dpo", "security-advisor", "release-authority"] as const;

export type ApprovingRole = (typeof APPROVING_ROLES)[number];

export function isSamePerson(a: Person, b: Person): boolean {
  return a.id === b.id;
}
