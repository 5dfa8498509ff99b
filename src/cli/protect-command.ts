import { type Command, couldNotRun } from "./command.ts";
import { PROTECT_OPTIONS, readProtectRequest } from "./protect-request.ts";

const DETAILS = `A check by itself blocks nothing: rulesets make GitHub refuse a merge or a tag
without it, and a protection rule makes deployments wait for it. Which branches,
tags and environments these are is read from the policy.

Nothing is changed without --yes. It can be run again and again: what is as it
should be is left alone, and so is what people added (rules, checks of others,
who may bypass).

GitHub is asked with the token in GH_TOKEN or GITHUB_TOKEN, of somebody who
administers the repository. GHE_HOST and GHE_PROTOCOL name a GitHub Enterprise
Server. 0: nothing is left to do; 1: changes are due, or could not be made.`;

/** `portcullis protect`: makes GitHub itself refuse what did not pass. */
export const protectCommand: Command = {
  name: "protect",
  summary: "Makes GitHub refuse a merge, a tag or a deployment without the check.",
  details: DETAILS,
  options: PROTECT_OPTIONS,
  async run(given, surroundings) {
    const request = readProtectRequest(given, surroundings.environment);
    if (request.status === "misunderstood") {
      return couldNotRun(surroundings, `${request.message} See portcullis protect --help.`);
    }
    // Loaded only here: the other commands need neither Octokit nor the parsers.
    const [{ protect }, { loadKnowledge }, { EvidenceUnavailable }] = await Promise.all([
      import("./protect.ts"),
      import("../configuration.ts"),
      import("../application/index.ts"),
    ]);
    try {
      return await protect(request.value, loadKnowledge(), surroundings);
    } catch (error) {
      if (error instanceof EvidenceUnavailable) return couldNotRun(surroundings, error.message);
      throw error;
    }
  },
};
