import type { Case } from "../case.ts";
import type { Document, IncidentPlan } from "../documents.ts";
import { isFresh } from "../freshness.ts";
import type { Hours } from "../policy.ts";
import {
  asResult,
  at,
  documentExists,
  inDocument,
  inField,
  sectionsSaySomething,
} from "../reading.ts";
import {
  notApplicable,
  satisfied,
  unsatisfied,
  type Gate,
  type Requirement,
  type Result,
} from "../requirement.ts";
import { dayOf, secondsOf, type Duration } from "../time.ts";
import { fieldOf, regimeRequirements } from "./incident-plan/regimes.ts";
import { responders } from "./incident-plan/responders.ts";
import { updatedOnTrigger } from "./incident-plan/updated-on-trigger.ts";

type Plan = Document<IncidentPlan>;
type Check = (plan: Plan, c: Case) => Result | readonly Result[];

export const PLAN = "incident response plan";

/** Fields that a requirement of their own reads; problems elsewhere are `.exists`'s. */
const CLAIMED = [
  "contact-point",
  "support",
  "escalation",
  "dpo",
  "response-times",
  "reporting-channels",
  "breach-notification.authority",
  "breach-notification.data-subjects",
  "logs",
  "update-triggers",
  "reviewed",
  "exercised",
];

/** GDPR Art. 33 (1): the authority within 72 hours. */
const AUTHORITY_WITHIN = "72h";
/** GDPR Art. 34 (1): the people concerned without undue delay; the text says "immediately". */
const PEOPLE_WITHIN = "24h";

/** Whether incidents can be handled after the release. Datatilsynet, "Incident response plan". */
export const incidentPlan: Gate = {
  id: "incident-plan",
  requirements: (c) =>
    c.policy.regimes.length === 0
      ? requirements
      : [...requirements, ...regimeRequirements(c, PLAN)],
};

const requirements: readonly Requirement[] = [
  { id: "exists", check: exists },
  { id: "resources", check: section("resources", "Resources") },
  { id: "contact-point", check: inPlan(contactPoint) },
  { id: "support", check: contact("support", "support", "support contact") },
  { id: "escalation", check: inPlan(escalation) },
  { id: "dpo-contact", check: contact("dpo", "dpo", "contact of the Data Protection Officer") },
  { id: "third-party-code", check: section("third-party-code", "Third-party code") },
  { id: "response-time", check: inPlan(responseTime) },
  { id: "reporting-channels", check: inPlan(reportingChannels) },
  { id: "definition", check: section("what-an-incident-is", "What an incident is") },
  {
    id: "life-cycle",
    check: inPlan((plan) =>
      sectionsSaySomething(plan, [
        { id: "life-cycle", heading: "Life cycle" },
        { id: "detection", heading: "Detection" },
        { id: "analysis", heading: "Analysis" },
        { id: "reporting", heading: "Reporting" },
        { id: "handling", heading: "Handling" },
        { id: "normalising", heading: "Normalising" },
      ]),
    ),
  },
  { id: "logs", check: inPlan(logs) },
  { id: "evaluation", check: section("evaluation", "Evaluation") },
  {
    id: "consequences",
    check: inPlan((plan) =>
      sectionsSaySomething(plan, [
        { id: "consequences", heading: "Consequences" },
        { id: "development", heading: "Development" },
        { id: "business", heading: "Business" },
        { id: "people-affected", heading: "People affected" },
      ]),
    ),
  },
  { id: "notify-authority", check: inPlan(notifyAuthority) },
  { id: "notify-people", check: inPlan(notifyPeople) },
  { id: "patching", check: section("patching", "Patching") },
  {
    id: "patching-third-party",
    check: section("patching-third-party-code", "Patching third-party code"),
  },
  { id: "update-triggers", check: inPlan(updateTriggers) },
  { id: "current", check: inPlan(current) },
  { id: "updated-on-trigger", check: inPlan(updatedOnTrigger) },
  { id: "responders", check: responders },
  { id: "exercised", check: inPlan(exercised) },
  { id: "security-txt", check: securityTxt },
];

function exists(c: Case): Result | readonly Result[] {
  // What no regime asks for is nobody else's to tell, should it be there and wrong.
  const claimed = [...CLAIMED, ...c.policy.regimes.map(fieldOf)];
  return documentExists(c.documents.incidentPlan, PLAN, claimed);
}

function inPlan(check: Check): Requirement["check"] {
  return (c) => inDocument(c.documents.incidentPlan, PLAN, (plan) => check(plan, c));
}

function section(id: string, heading: string): Requirement["check"] {
  return inPlan((plan) => sectionsSaySomething(plan, [{ id, heading }]));
}

function contact(key: "support" | "dpo", field: string, what: string): Requirement["check"] {
  return inPlan((plan) =>
    inField(plan, { key, name: field, missing: `The plan gives no ${what}.` }, () =>
      satisfied(`The plan gives a ${what}.`, { locations: [at(plan, field)] }),
    ),
  );
}

function contactPoint(plan: Plan, c: Case) {
  const field = {
    key: "contactPoint",
    name: "contact-point",
    missing: "The plan names no contact point.",
  } as const;
  return inField(plan, field, ({ hours }) => {
    const locations = [at(plan, "contact-point.hours")];
    const wanted = c.policy.promises.hours;
    return isAsGoodAs(hours, wanted)
      ? satisfied(`The contact point is there ${hours}.`, { locations })
      : unsatisfied(
          `The contact point is there ${hours}; software of ${c.policy.criticality} criticality needs ${wanted}.`,
          { locations },
        );
  });
}

function escalation(plan: Plan) {
  const field = {
    key: "escalation",
    name: "escalation",
    missing: "The plan says nobody to escalate to.",
  } as const;
  return collect(
    inField(plan, field, (steps) =>
      steps.length === 0
        ? unsatisfied("The plan says nobody to escalate to.", {
            locations: [at(plan, "escalation")],
          })
        : satisfied(`The plan names ${steps.length} to escalate to.`, {
            locations: [at(plan, "escalation")],
          }),
    ),
    sectionsSaySomething(plan, [
      { id: "support-and-escalation", heading: "Support and escalation" },
    ]),
  );
}

function responseTime(plan: Plan, c: Case) {
  const field = {
    key: "responseTimes",
    name: "response-times",
    missing: "The plan promises no response time.",
  } as const;
  return inField(plan, field, (times) => {
    const worst = times.findIndex(({ severity }) => severity.toLowerCase() === "critical");
    const promised = times[worst];
    if (!promised) {
      return unsatisfied("The plan promises no response time for incidents of severity critical.", {
        locations: [at(plan, "response-times")],
      });
    }
    const { respondWithin, hours } = c.policy.promises;
    const locations = [at(plan, `response-times.${worst}`)];
    const seen = `Critical incidents are answered within ${promised.respondWithin}, ${promised.hours}`;
    return isWithin(promised.respondWithin, respondWithin) && isAsGoodAs(promised.hours, hours)
      ? satisfied(`${seen}.`, { locations })
      : unsatisfied(
          `${seen}; software of ${c.policy.criticality} criticality needs ${respondWithin}, ${hours}.`,
          { locations },
        );
  });
}

function reportingChannels(plan: Plan) {
  const field = {
    key: "reportingChannels",
    name: "reporting-channels",
    missing: "The plan names no channel for reporting incidents.",
  } as const;
  return inField(plan, field, (channels) => {
    const locations = [at(plan, "reporting-channels")];
    return channels.length === 0
      ? unsatisfied("The plan names no channel for reporting incidents.", { locations })
      : satisfied(
          `${channels.length} channels say how messages and those who report are protected.`,
          { locations },
        );
  });
}

function logs(plan: Plan) {
  const field = {
    key: "logs",
    name: "logs",
    missing:
      "The plan does not say how long logs are kept, who reads them, and what personal data is in them.",
  } as const;
  return collect(
    inField(plan, field, ({ retention }) =>
      satisfied(`Logs are kept for ${retention}.`, { locations: [at(plan, "logs")] }),
    ),
    sectionsSaySomething(plan, [{ id: "logs", heading: "Logs" }]),
  );
}

function notifyAuthority(plan: Plan) {
  return notification(plan, "authority", "authority", AUTHORITY_WITHIN);
}

function notifyPeople(plan: Plan) {
  return notification(plan, "dataSubjects", "data-subjects", PEOPLE_WITHIN);
}

function notification(
  plan: Plan,
  half: "authority" | "dataSubjects",
  key: string,
  limit: Duration,
): Result | readonly Result[] {
  const name = `breach-notification.${key}`;
  const who = half === "authority" ? "the data protection authority" : "the people concerned";
  const problems = plan.problems.filter(
    ({ field }) => field === name || field.startsWith(`${name}.`),
  );
  if (problems.length > 0) return problems.map(asResult);
  const promise = plan.fields.breachNotification?.[half];
  const locations = [at(plan, name)];
  if (!promise) {
    return unsatisfied(`The plan does not say how soon a breach is notified to ${who}.`, {
      locations,
    });
  }
  return isWithin(promise.within, limit)
    ? satisfied(`A breach is notified to ${who} within ${promise.within}.`, { locations })
    : unsatisfied(
        `A breach is notified to ${who} within ${promise.within}; ${limit} is the most.`,
        {
          locations,
        },
      );
}

function updateTriggers(plan: Plan) {
  const field = {
    key: "updateTriggers",
    name: "update-triggers",
    missing: "The plan does not say what requires its update.",
  } as const;
  return inField(plan, field, (triggers) => {
    const locations = [at(plan, "update-triggers")];
    const empty = triggers.filter(({ paths, dependencies }) => paths.length === 0 && !dependencies);
    if (triggers.length === 0 || empty.length > 0) {
      return unsatisfied("The plan does not say which changes require its update.", { locations });
    }
    return satisfied(`${triggers.length} triggers require an update of the plan.`, { locations });
  });
}

function current(plan: Plan, c: Case) {
  const field = {
    key: "reviewed",
    name: "reviewed",
    missing: "The plan does not say when it was reviewed.",
  } as const;
  return inField(plan, field, (day) =>
    isFresh("The review of the plan", day, c.policy.promises.reviewedWithin, c.today, [
      at(plan, "reviewed"),
    ]),
  );
}

function exercised(plan: Plan, c: Case) {
  const limit = c.policy.promises.exercisedWithin;
  if (limit === null) {
    return notApplicable(`Software of ${c.policy.criticality} criticality needs no exercise.`);
  }
  const field = {
    key: "exercised",
    name: "exercised",
    missing: "The plan does not say when it was exercised.",
  } as const;
  return inField(plan, field, (day) =>
    isFresh("The exercise of the plan", day, limit, c.today, [at(plan, "exercised")]),
  );
}

function securityTxt(c: Case) {
  const reading = c.documents.securityTxt;
  if (reading === null) return notApplicable("The repository has no security.txt.");
  return inDocument(reading, "security.txt", (document) => {
    if (document.problems.length > 0) return document.problems.map(asResult);
    const { contacts, expires } = document.fields;
    const locations = [at(document, "expires")];
    if (!contacts || contacts.length === 0 || expires === undefined) {
      return unsatisfied("security.txt needs a Contact and an Expires.", { locations });
    }
    if (Date.parse(expires) <= Date.parse(c.evidence.at)) {
      return unsatisfied(`security.txt expired on ${dayOf(expires)}.`, { locations });
    }
    return satisfied(`security.txt is good until ${dayOf(expires)}.`, {
      locations,
      changesAt: new Date(expires).toISOString(),
    });
  });
}

function isAsGoodAs(hours: Hours, wanted: Hours): boolean {
  return hours === "24/7" || wanted === "business-hours";
}

function isWithin(duration: Duration, limit: Duration): boolean {
  return (secondsOf(duration) ?? Infinity) <= (secondsOf(limit) ?? 0);
}

/** Both halves of a requirement: what fails in either, or else the first. */
function collect(...halves: readonly (Result | readonly Result[])[]): readonly Result[] {
  const results = halves.flat();
  const failing = results.filter(({ outcome }) => outcome !== "satisfied");
  return failing.length > 0 ? failing : results.slice(0, 1);
}
