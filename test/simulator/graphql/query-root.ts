import { actorOf, canSee } from "../access/viewer.ts";
import { isoDate } from "../rest/resources/site.ts";
import { nodeById } from "./find-node.ts";
import { QueryError, notResolved } from "./query-error.ts";
import type { Fields, View } from "./view.ts";

/** Where queries start. */
export function queryRoot(view: View): Fields {
  const { world } = view.site;
  return {
    __typename: "Query",
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = world.repository(owner, name);
      if (repository === undefined || !canSee(view.viewer, repository)) {
        throw notResolved(`a Repository with the name '${owner}/${name}'`);
      }
      return view.nodes.repository(view, repository);
    },
    organization: ({ login }: { login: string }) => {
      const organization = world.organization(login);
      if (organization === undefined) {
        throw notResolved(`an Organization with the login of '${login}'`);
      }
      return view.nodes.organization(view, organization);
    },
    user: ({ login }: { login: string }) => {
      const account = world.account(login);
      if (account?.type !== "User") throw notResolved(`a User with the login of '${login}'`);
      return view.nodes.account(view, account);
    },
    repositoryOwner: ({ login }: { login: string }) => {
      const account = world.account(login);
      return account === undefined ? null : view.nodes.account(view, account);
    },
    viewer: () => {
      const actor = actorOf(view.viewer);
      if (actor === undefined) throw new QueryError("FORBIDDEN", "Requires authentication");
      // The schema has no bot here: an installation sees its bot as if it were a user.
      const fields = view.nodes.account(view, actor);
      return { ...fields, __typename: "User", login: actor.login, name: actor.name };
    },
    node: ({ id }: { id: string }) => nodeById(view, id),
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => settled(() => nodeById(view, id))),
    rateLimit: () => {
      const budget = view.rateLimits.budget(view.viewer, "graphql");
      return {
        __typename: "RateLimit",
        cost: view.cost,
        limit: budget.limit,
        remaining: budget.remaining,
        used: budget.used,
        nodeCount: 0,
        resetAt: isoDate(new Date(budget.reset * 1000)),
      };
    },
  };
}

/** In a list, graphql-js takes an error as the error of that item alone. */
function settled(read: () => Fields): Fields | Error {
  try {
    return read();
  } catch (error) {
    return error as Error;
  }
}
