import { CHECK_OPTIONS, readCheckRequest } from "./check-request.ts";
import { type Command, couldNotRun } from "./command.ts";
import { GitFailure } from "./git/index.ts";

const DETAILS = `The commit is read, never the working tree: what is not committed does not count.
A day given with --at means noon of it, UTC.

What only GitHub knows (approvals, who wrote what, files of a release) is waited
for; with --offline it is shown as left out, and does not count.

The range of changes begins at the nearest ancestor tag of a release; without
one, where the history left --base; without either there is no range.`;

/** `portcullis check`: decides a commit of a local clone, and shows the decision. */
export const checkCommand: Command = {
  name: "check",
  summary: "Shows what is missing before a commit of a local clone may be released.",
  details: DETAILS,
  options: CHECK_OPTIONS,
  async run(given, surroundings) {
    const request = readCheckRequest(given, surroundings);
    if (request.status === "misunderstood") {
      return couldNotRun(surroundings, `${request.message} See portcullis check --help.`);
    }
    // Loaded only here: the help need not wait for the parsers.
    const [{ check }, { loadKnowledge }] = await Promise.all([
      import("./check.ts"),
      import("../configuration.ts"),
    ]);
    try {
      return await check(request.value, loadKnowledge(), surroundings);
    } catch (error) {
      if (error instanceof GitFailure) return couldNotRun(surroundings, error.message);
      throw error;
    }
  },
};
