import { type Command, couldNotRun } from "./command.ts";
import { DOCTOR_OPTIONS, readDoctorRequest } from "./doctor-request.ts";

const DETAILS = `Looks at the App (installed, permissions, events, webhooks that failed lately),
at the policy and whether the organisation's is seen, at what makes GitHub hold
the gate (rulesets, environments) and who can go past it, and at the people whom
the policy names. Each finding comes with its remedy. Nothing is changed.

GitHub is asked with the token in GH_TOKEN or GITHUB_TOKEN, of somebody who
administers the repository; and as the App, with APP_ID and PRIVATE_KEY or
PRIVATE_KEY_PATH, for what only the App can know. What nobody could look at is
shown as "?", and is not taken for fine. GHE_HOST and GHE_PROTOCOL name a GitHub
Enterprise Server. 0: all is well; 1: something is missing, or cannot be told.`;

/** `portcullis doctor`: says whether the gate would really hold, and what is missing. */
export const doctorCommand: Command = {
  name: "doctor",
  summary: "Says whether GitHub really holds the gate, and what is missing.",
  details: DETAILS,
  options: DOCTOR_OPTIONS,
  async run(given, surroundings) {
    const request = readDoctorRequest(given, surroundings.environment);
    if (request.status === "misunderstood") {
      return couldNotRun(surroundings, `${request.message} See portcullis doctor --help.`);
    }
    // Loaded only here: the other commands need neither Octokit nor the parsers.
    const [{ doctor }, { loadKnowledge }, { EvidenceUnavailable }] = await Promise.all([
      import("./doctor.ts"),
      import("../configuration.ts"),
      import("../application/index.ts"),
    ]);
    try {
      return await doctor(request.value, loadKnowledge(), surroundings);
    } catch (error) {
      if (error instanceof EvidenceUnavailable) return couldNotRun(surroundings, error.message);
      throw error;
    }
  },
};
