import { z } from "zod";

import { ROLES } from "../../domain/index.ts";
import type { Role } from "../../domain/index.ts";
import { scalarOf, shownValue } from "../../text/index.ts";
import type { ScalarSchema } from "../../text/index.ts";
import { key } from "../key.ts";
import type { Key } from "../key.ts";
import type { Order } from "../order.ts";
import { withoutRepeats } from "./lists.ts";

/** Whom a policy names for a role, in lower case; teams as `org/slug`. */
export interface Holders {
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

/** GitHub's logins; those of managed accounts end in `_` and the enterprise's short code. */
const LOGIN = /^[a-z\d](?:-?[a-z\d])*(?:_[a-z\d]+)?$/i;
const SLUG = /^[a-z\d_.-]+$/i;

/** A GitHub login, in lower case. An `@` before it is left out. */
export const login: ScalarSchema<string> = scalarOf((written) => {
  const name = written.trim().replace(/^@/, "").toLowerCase();
  if (name.endsWith("[bot]")) {
    return refuse("the login of a person, since a bot can never approve", "Name a person.");
  }
  if (name.includes("/")) {
    return refuse("the login of a person", "Name a person; teams stand under teams.");
  }
  return LOGIN.test(name) && name.length <= 100
    ? { value: name }
    : refuse("a GitHub login such as mona", "Write the login, not the person's name.");
});

/** A team as `org/slug`, in lower case; without an organisation it is the owner's. */
function team(owner: string): ScalarSchema<string> {
  return scalarOf((written) => {
    const name = written.trim().replace(/^@/, "").toLowerCase();
    const full = name.includes("/") ? name : `${owner.toLowerCase()}/${name}`;
    const [organisation = "", slug = "", ...more] = full.split("/");
    return LOGIN.test(organisation) && SLUG.test(slug) && more.length === 0
      ? { value: full }
      : refuse(
          "a team's slug, such as release-managers or acme/release-managers",
          "Write the last part of the team's address on GitHub.",
        );
  });
}

/** A role is never widened: the upper policy names nobody whom the lower one does not. */
const fewerPeople: Order<Holders> = {
  words: "fewer people ─▶ more",
  layer: (floor, upper) => {
    const [users, teams] = [new Set(floor.users), new Set(floor.teams)];
    const added = [
      ...upper.users.filter((user) => !users.has(user)),
      ...upper.teams.filter((one) => !teams.has(one)),
    ];
    if (added.length === 0) return { holds: upper };
    const names = added.slice(0, 10).map(shownValue).join(", ");
    return {
      says: `names ${names}`,
      floor: "does not name them for this role",
      remedy: `Remove ${names}, or have them added there.`,
    };
  },
};

/** `roles.<role>`: the users and teams who are authorised. */
export const roles: Readonly<Record<Role, Key<Holders>>> = Object.fromEntries(
  ROLES.map((role) => [
    role,
    key<Holders>(`roles.${role}`, fewerPeople, ({ owner }) =>
      z
        .strictObject({
          users: withoutRepeats(z.array(login)).optional(),
          teams: withoutRepeats(z.array(team(owner))).optional(),
        })
        .transform(({ users = [], teams = [] }) => ({ users, teams }))
        .refine(({ users, teams }) => users.length + teams.length > 0, {
          params: {
            expected: "at least one user or team",
            remedy: "Name the people under users, or their team under teams.",
          },
        }),
    ),
  ]),
) as Record<Role, Key<Holders>>;

function refuse(expected: string, remedy: string) {
  return { problem: { expected, remedy } };
}
