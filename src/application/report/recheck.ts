import type { CheckAction } from "../ports.ts";

/** The button on every check run (GitHub's limits: 20, 20 and 40 characters). */
export const RECHECK: CheckAction = {
  label: "Recheck",
  identifier: "recheck",
  description: "Look at everything once more, now",
};

/** What somebody with write access can comment to the same effect. */
export const RECHECK_COMMAND = "/portcullis recheck";
