import { asResult } from "../reading.ts";
import { satisfied, type Gate } from "../requirement.ts";

/** Whether the repository's policy keeps to the organisation's. Only where there is one. */
export const policy: Gate = {
  id: "policy",
  requirements: (c) => [
    {
      id: "floor",
      check: () =>
        c.weakenings.length > 0
          ? c.weakenings.map(asResult)
          : satisfied("Nothing in the policy weakens the organisation's."),
    },
  ],
};
