import { holdersOf, isAmong, isNamed, reviewsOf } from "../../approvals.ts";
import type { Case } from "../../case.ts";
import { whyNobody } from "../../nobody.ts";
import { insteadOfAsking } from "../../nothing-carries.ts";
import type { Person } from "../../person.ts";
import { inDocument } from "../../reading.ts";
import {
  onlyGitHub,
  satisfied,
  unknown,
  unsatisfied,
  waiting,
  type Result,
} from "../../requirement.ts";

const ROLE = "incident-responder";

/**
 * Whether those who respond to incidents had a part in the plan. Datatilsynet, introduction: "those
 * responsible for incident response handling should contribute".
 */
export function responders(c: Case): Result | readonly Result[] {
  return inDocument(c.documents.incidentPlan, "incident response plan", (plan) => {
    const locations = [{ path: plan.path, line: 1 }];
    if (!isNamed(c, ROLE)) {
      return unsatisfied("The policy names nobody who responds to incidents.", {
        actsNext: "administrator",
        remedy: "Name people or teams under `roles.incident-responder` in the policy.",
      });
    }
    const holders = holdersOf(c, ROLE);
    if (holders.onlyGitHub) return onlyGitHub("whether someone who responds to incidents approved");
    const nobody = whyNobody(c, ROLE, []);
    if (nobody) return nobody;
    const contributed = whoContributed(c, holders.people);
    if (contributed) return satisfied(contributed, { locations });
    const unread = whatIsUnread(c, holders.unreadable);
    if (unread) return unknown(unread);
    return waiting(
      "Nobody who responds to incidents wrote the plan's latest change, or approved it or this commit.",
      { locations, ...insteadOfAsking(c) },
    );
  });
}

function whoContributed(c: Case, people: readonly Person[]): string | null {
  const { planChange } = c.evidence;
  const reviews = reviewsOf(c, ROLE);
  const [approver] = reviews.status === "read" ? reviews.value.approvedBy : [];
  if (approver) return `${approver.login}, who responds to incidents, approved this commit.`;
  if (planChange.status !== "read" || planChange.value === null) return null;
  const author = planChange.value.authors.find((person) => person && isAmong(person, people));
  if (author) return `${author.login}, who responds to incidents, wrote the plan's latest change.`;
  const earlier = planChange.value.approvedBy.find((person) => isAmong(person, people));
  return earlier
    ? `${earlier.login}, who responds to incidents, approved the plan's latest change.`
    : null;
}

function whatIsUnread(c: Case, unreadableNames: readonly string[]): string | null {
  const { planChange, reviews, timeline } = c.evidence;
  if (unreadableNames.length > 0) {
    return `Could not look up who responds to incidents: ${unreadableNames.join("; ")}`;
  }
  for (const reading of [reviews, timeline, planChange]) {
    if (reading.status === "unreadable") {
      return `Could not tell who contributed to the plan: ${reading.reason}`;
    }
  }
  return null;
}
