import type { NotAsked } from "../ports.ts";
import { literal } from "./escape.ts";
import { listed } from "./names.ts";
import { list, type Block } from "./pages.ts";

const NAMES_SHOWN = 10;

/** In the order in which they are told. What is tried again by itself nobody has to mend. */
const REASONS = ["no-access", "elsewhere", "not-permitted"] as const;

/**
 * Whom GitHub does not let us ask for a review, why, and what helps: who was never asked never
 * approves. In the same words, in whatever order they were refused.
 */
export function notAskedWords(notAsked: readonly NotAsked[]): Block[] {
  const told = REASONS.flatMap((why) => {
    const those = notAsked.filter((each) => each.why === why);
    return those.length === 0 ? [] : [wordsOf(why, those)];
  });
  return list("**Not asked for a review**", told, 7);
}

function wordsOf(why: (typeof REASONS)[number], those: readonly NotAsked[]): string {
  const refused = `GitHub does not let Portcullis ask ${namesOf(those)} for a review`;
  switch (why) {
    case "no-access":
      return `${refused}, most likely because they have no access to this repository. An administrator of it can give them access (“Read” is enough); Portcullis then asks them within an hour, or at once after “Recheck”. If they can open this page already, ask them yourself: they can approve all the same.`;
    case "elsewhere":
      return `${refused}, because ${those.length === 1 ? "it belongs" : "they belong"} to another organisation. In the policy, name a team of the organisation that this repository belongs to, or people one by one.`;
    case "not-permitted":
      return `${refused}, most likely because Portcullis lacks the permission “Pull requests: write”, which an administrator of its installation can give. Until then, ask them yourself: they can approve all the same.`;
  }
}

/** People first, then teams, each by name. */
function namesOf(those: readonly NotAsked[]): string {
  const names = [false, true].flatMap((team) =>
    those
      .filter((each) => each.team === team)
      .map(({ name }) => `${team ? "the team " : ""}${literal(name)}`)
      .sort(),
  );
  const more = names.length - NAMES_SHOWN;
  return listed(more > 0 ? [...names.slice(0, NAMES_SHOWN), `${more} more`] : names);
}
