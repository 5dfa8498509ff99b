import type { Case } from "../../case.ts";
import type { Document, IncidentPlan } from "../../documents.ts";
import type { Regime } from "../../policy.ts";
import { asResult, at, inDocument } from "../../reading.ts";
import type { Clock, RegimeLaw } from "../../regimes.ts";
import {
  satisfied,
  unknown,
  unsatisfied,
  type Requirement,
  type Result,
} from "../../requirement.ts";
import { isNeverLonger } from "../../time.ts";

/** The key of the plan under which a regime's clocks stand. */
export function fieldOf(regime: Regime): string {
  return `regimes.${regime}`;
}

/** One requirement for each regime that the policy switches on, in the order of `config/`. */
export function regimeRequirements(c: Case, name: string): readonly Requirement[] {
  return c.policy.regimes.map((id) => ({
    id,
    check: (it) =>
      inDocument(it.documents.incidentPlan, name, (plan) => {
        const law = it.regimes.find((each) => each.id === id);
        return law ? carries(plan, law) : unknown(`Nobody knows the clocks of ${id}.`);
      }),
  }));
}

/** Whether the plan carries each clock of a law, no longer than it leaves, and names who is told. */
function carries(plan: Document<IncidentPlan>, law: RegimeLaw): Result | readonly Result[] {
  const field = fieldOf(law.id);
  const problems = plan.problems.filter(
    (problem) => problem.field === field || problem.field.startsWith(`${field}.`),
  );
  if (problems.length > 0) return problems.map(asResult);
  const promised = plan.fields.regimes?.[law.id];
  if (promised === undefined) {
    const clocks = law.clocks.map(({ title, within }) => `${title}: ${within}`).join("; ");
    return unsatisfied(
      `The plan does not carry the clocks of the ${law.title}, which the policy switches on: ${clocks}.`,
      { locations: [at(plan, "regimes")] },
    );
  }
  const late = law.clocks.flatMap((clock) => lateness(clock, promised.clocks, plan, law));
  if (late.length > 0) return late;
  const said = law.clocks.map(({ id }) => promised.clocks[id]).join(", ");
  return satisfied(`Reports under the ${law.title} go to ${promised.recipient}, within ${said}.`, {
    locations: [at(plan, field)],
  });
}

function lateness(
  { id, title, within, clause }: Clock,
  promised: Readonly<Record<string, string>>,
  plan: Document<IncidentPlan>,
  law: RegimeLaw,
): readonly Result[] {
  const place = { locations: [at(plan, `${fieldOf(law.id)}.${id}`)] };
  const own = promised[id];
  if (own === undefined) {
    return [unsatisfied(`The plan does not say how soon: ${title} (${law.title}).`, place)];
  }
  if (isNeverLonger(own, within)) return [];
  return [
    unsatisfied(
      `By the plan the ${title} comes within ${own}; the ${law.title} leaves ${within} at most (${clause}).`,
      {
        ...place,
        remedy: `Set \`${id}\` to ${within} or less${within.endsWith("mo") ? ", a month having 28 days at the least" : ""}.`,
      },
    ),
  ];
}
