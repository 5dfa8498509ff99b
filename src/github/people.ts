import { z } from "zod";
import type { Freshness, Names } from "../application/index.ts";
import type { People, Person, Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import { connection, wholeList } from "./pages.ts";
import type { PartialErrors } from "./partial-errors.ts";
import { actorSchema, personOf, WHO } from "./persons.ts";
import { read, unreadable } from "./readings.ts";
import type { Remembered } from "./remembered.ts";
import { repositoryOf } from "./repository.ts";
import { Variables, withFragments } from "./variables.ts";

/** https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication */
const LOGIN = /^[a-z\d](?:[a-z\d-]{0,38})(?:_[a-z\d]+)?$/i;
const TEAM = /^[a-z\d](?:[a-z\d-]{0,38})\/[a-z\d_.-]{1,255}$/i;

const NAMES_A_REQUEST = 100;

const membersFrom = (after: string | null) =>
  `members(first:100,${after === null ? "" : `after:${after},`}membership:ALL){totalCount pageInfo{hasNextPage endCursor} nodes{...Who}}`;

const memberSchema = actorSchema.unwrap();

const teamSchema = z.object({
  team: z.object({ id: z.string(), members: connection(memberSchema) }).nullable(),
});

/** An account, or the organisation that a team is in. */
const nodeSchema = z.union([
  z.object({ id: z.string() }),
  z.object({ team: z.object({ id: z.string() }) }).transform(({ team }) => team),
]);

/**
 * Everyone whom a policy names, in one request (and one more for each further hundred members of a
 * team), unless they were looked up within five minutes and that will do. Null is somebody whom
 * GitHub does not know; a name that cannot be one is not asked.
 */
export async function lookUpPeople(
  api: Api,
  names: Names,
  freshness: Freshness,
  remembered: Remembered,
): Promise<People> {
  const now = api.clock();
  const { cleared } = remembered.teams;
  const users = new Map<string, Reading<Person | null>>();
  const teams = new Map<string, Reading<readonly Person[] | null>>();
  for (const name of names.users.map(lowerCase)) {
    const known = freshness === "remembered" ? remembered.users.get(name, now) : undefined;
    if (known) users.set(name, known);
    else if (!LOGIN.test(name)) users.set(name, read(null));
  }
  for (const name of names.teams.map(lowerCase)) {
    const known = freshness === "remembered" ? remembered.teams.get(name, now) : undefined;
    if (known) teams.set(name, known);
    else if (!TEAM.test(name)) teams.set(name, read(null));
  }
  const unknown = [
    ...names.users.map(lowerCase).filter((name) => !users.has(name)),
    ...names.teams.map(lowerCase).filter((name) => !teams.has(name)),
  ];
  for (let from = 0; from < unknown.length; from += NAMES_A_REQUEST) {
    const found = await ask(api, [...new Set(unknown.slice(from, from + NAMES_A_REQUEST))]);
    for (const [name, user] of found.users) users.set(name, user);
    for (const [name, team] of found.teams) teams.set(name, team);
    for (const [name, id] of found.nodeIds) remembered.nodeIds.set(name, id, now);
  }
  const people = { users: Object.fromEntries(users), teams: Object.fromEntries(teams) };
  if (remembered.teams.cleared !== cleared) return people;
  for (const [name, user] of users)
    if (user.status === "read" && unknown.includes(name)) remembered.users.set(name, user, now);
  for (const [name, team] of teams)
    if (team.status === "read" && unknown.includes(name)) remembered.teams.set(name, team, now);
  return people;
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}

interface Found {
  readonly users: ReadonlyMap<string, Reading<Person | null>>;
  readonly teams: ReadonlyMap<string, Reading<readonly Person[] | null>>;
  readonly nodeIds: ReadonlyMap<string, string>;
}

/** A name with a slash is a team's. */
async function ask(api: Api, names: readonly string[]): Promise<Found> {
  const variables = new Variables();
  const aliases = names.map((name, index) => {
    if (!name.includes("/"))
      return `n${index}:user(login:${variables.add("String!", name)}){id ...Who}`;
    const { owner, repo: slug } = repositoryOf(name);
    return `n${index}:organization(login:${variables.add("String!", owner)}){team(slug:${variables.add("String!", slug)}){id ${membersFrom(null)}}}`;
  });
  const body = `query People${variables.declarations}{rateLimit{cost remaining} ${aliases.join(" ")}}`;
  const { data, errors } = await api.graphql(
    { document: withFragments(body, [WHO]), variables: variables.values },
    z.record(z.string(), z.unknown()),
  );
  const users = new Map<string, Reading<Person | null>>();
  const teams = new Map<string, Reading<readonly Person[] | null>>();
  const nodeIds = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const alias = `n${index}`;
    const answer = data[alias];
    if (name.includes("/")) teams.set(name, await teamOf(api, answer, alias, errors));
    else users.set(name, userOf(answer, alias, name, errors));
    const found = teams.get(name) ?? users.get(name);
    const node = nodeSchema.safeParse(answer).data;
    if (node && found?.status === "read" && found.value !== null) nodeIds.set(name, node.id);
  }
  return { users, teams, nodeIds };
}

function userOf(
  answer: unknown,
  alias: string,
  login: string,
  errors: PartialErrors,
): Reading<Person | null> {
  if (errors.notFound([alias])) return read(null);
  const reason = errors.reasonAt([alias], "Members: read");
  if (reason !== null) return unreadable(reason);
  const parsed = actorSchema.safeParse(answer);
  if (!parsed.success) return unreadable("GitHub's answer did not have the expected form.");
  const person = personOf(parsed.data);
  return read(person?.login.toLowerCase() === login ? person : null);
}

async function teamOf(
  api: Api,
  answer: unknown,
  alias: string,
  errors: PartialErrors,
): Promise<Reading<readonly Person[] | null>> {
  if (errors.notFound([alias]) || errors.notFound([alias, "team"])) return read(null);
  const reason = errors.reasonAt([alias], "Organization members: read");
  if (reason !== null) return unreadable(reason);
  const parsed = teamSchema.nullable().safeParse(answer);
  if (!parsed.success) return unreadable("GitHub's answer did not have the expected form.");
  const team = parsed.data?.team;
  if (!team) return read(null);
  const members = await wholeList(api, team.members, {
    nodeId: team.id,
    type: "Team",
    list: membersFrom,
    fragments: [WHO],
    schema: memberSchema,
  });
  if (members === null) return unreadable("The team's members could not be read to their end.");
  return read(members.flatMap((member) => personOf(member) ?? []));
}
