import { z } from "zod";

import type { OwnItem } from "../../domain/index.ts";
import { scalar, text } from "../../text/index.ts";
import { key } from "../key.ts";
import type { Key } from "../key.ts";
import type { Order } from "../order.ts";

/** The gates whose documents have checklists. */
const CHECKLIST_GATES = [
  "security-review",
  "data-minimisation",
  "technical-measures",
  "data-rights",
  "secure-development",
] as const;

const itemId = scalar(
  "an id in small letters, such as penetration-test",
  "Use small letters, digits and hyphens.",
  (written) =>
    /^[a-z](?:-?[a-z\d])*$/.test(written) && written.length <= 64 ? written : undefined,
);

/** Items only come on top: what a lower policy asks for is asked for in any case. */
const itemsAdd: Order<readonly OwnItem[]> = {
  words: "more ─▶ fewer; the lower policy's items always stand",
  layer: (floor, upper) => {
    const again = upper.find(({ id }) => floor.some((item) => item.id === id));
    return again === undefined
      ? { holds: [...floor, ...upper] }
      : {
          says: `has the item \`${again.id}\``,
          floor: "has an item of that name",
          remedy: "Remove the item, or call it something else.",
        };
  },
};

/** `checklists.<gate>`: items of a team's own. */
export const checklists: Readonly<Record<string, Key<readonly OwnItem[]>>> = Object.fromEntries(
  CHECKLIST_GATES.map((gate) => [
    gate,
    key<readonly OwnItem[]>(
      `checklists.${gate}`,
      itemsAdd,
      z.array(z.strictObject({ id: itemId, text })).min(1),
    ),
  ]),
);
