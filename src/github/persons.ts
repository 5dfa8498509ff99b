import { z } from "zod";
import type { Person } from "../domain/index.ts";

/** Selects what `personOf` needs, on anything that is an Actor (a User and a Bot are). */
export const WHO = `fragment Who on Actor{__typename login ...on User{databaseId} ...on Bot{databaseId}}`;

export const actorSchema = z
  .object({
    __typename: z.string(),
    login: z.string(),
    databaseId: z.number().nullish(),
  })
  .nullable();

export type ActorAnswer = z.infer<typeof actorSchema>;

/**
 * The person behind an account; null where the account is gone, or is no account of a person or an
 * App (a user turned organisation, a placeholder of an import). A bot's login ends in `[bot]`, as
 * REST and the web pages write it; GraphQL leaves that out.
 */
export function personOf(actor: ActorAnswer): Person | null {
  if (actor?.databaseId === undefined || actor.databaseId === null) return null;
  if (actor.__typename === "User") return person(actor.databaseId, actor.login, false);
  if (actor.__typename !== "Bot") return null;
  const login = actor.login.endsWith("[bot]") ? actor.login : `${actor.login}[bot]`;
  return person(actor.databaseId, login, true);
}

function person(id: number, login: string, bot: boolean): Person {
  return { id, login, bot };
}
