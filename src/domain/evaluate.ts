import { ROLE_NAMES, holdersOf } from "./approvals.ts";
import type { Case } from "./case.ts";
import type { Catalogue, CatalogueGate, CatalogueRequirement } from "./catalogue.ts";
import type { Exception, Finding, GateDecision, WaiverInForce } from "./decision.ts";
import { changesOf, exceptionsOfPolicy, inOrder } from "./exceptions.ts";
import { afterLast } from "./freshness.ts";
import { GATES } from "./gates/index.ts";
import { outcomeOf, worst, type Outcome } from "./outcome.ts";
import type { Waiver } from "./policy.ts";
import { PRIVACY_GATES } from "./privacy-gates.ts";
import type { Gate, Requirement, Result } from "./requirement.ts";
import { startOf, type Instant } from "./time.ts";

/** What the evaluation adds to a candidate: everything of a decision that depends on the evidence. */
export interface Evaluation {
  readonly outcome: Outcome;
  readonly gates: readonly GateDecision[];
  readonly waivers: readonly WaiverInForce[];
  readonly disabledGates: readonly { gate: string; reason: string; source: string }[];
  readonly exceptions: readonly Exception[];
  /** The earliest moment at which time alone may change the outcome, or what is shown with it. */
  readonly reviewAt: Instant | null;
}

/**
 * Decides one case. Pure: the same case gives the same evaluation. `leaveOutGitHub`: findings that
 * only GitHub can decide are shown, but do not count.
 */
export function evaluate(c: Case, options: { leaveOutGitHub?: boolean } = {}): Evaluation {
  const changes: Instant[] = [];
  const waivers = waiversInForce(c);
  const found: Exception[] = [...exceptionsOfPolicy(c, waivers)];
  const gates: GateDecision[] = [];
  const disabledGates: Evaluation["disabledGates"][number][] = [];
  for (const gate of GATES) {
    const settings = c.policy.gates[gate.id];
    if (settings?.enabled === false) {
      disabledGates.push({
        gate: gate.id,
        reason: settings.reason ?? "",
        source:
          settings.place === null ? "" : `${settings.place.repository}:${settings.place.path}`,
      });
      continue;
    }
    gates.push(
      judge(gate, c, waivers, { changes, exceptions: found }, options.leaveOutGitHub ?? false),
    );
  }
  for (const { granted, expires } of c.policy.waivers) {
    changes.push(startOf(granted), afterLast(expires));
  }
  const exceptions = inOrder(found);
  changes.push(...exceptions.flatMap((exception) => changesOf(exception, c.today)));
  const now = Date.parse(c.evidence.at);
  const ahead = changes.filter((at) => Date.parse(at) > now).map((at) => Date.parse(at));
  return {
    outcome: worst(gates.filter((gate) => counts(gate)).map((gate) => gate.outcome)),
    gates,
    waivers: waivers.map(({ requirement, reason, grantedBy, expires }) => ({
      requirement,
      reason,
      "granted-by": grantedBy,
      expires,
    })),
    disabledGates,
    exceptions,
    reviewAt: ahead.length === 0 ? null : toInstant(Math.min(...ahead)),
  };
}

function counts(gate: GateDecision): boolean {
  return gate["enforce-from"] === undefined && gate["left-out"] === undefined;
}

function judge(
  gate: Gate,
  c: Case,
  waivers: readonly Waiver[],
  { changes, exceptions }: { readonly changes: Instant[]; readonly exceptions: Exception[] },
  leaveOutGitHub: boolean,
): GateDecision {
  const { entry, requirements } = inCatalogue(c.catalogue, gate.id);
  const findings = gate.requirements(c).flatMap((requirement) => {
    const checked = requirement.check(c);
    const results = "outcome" in checked ? [checked] : checked;
    for (const { changesAt } of results) if (changesAt !== undefined) changes.push(changesAt);
    exceptions.push(...results.flatMap((result) => result.exceptions ?? []));
    const id = `${gate.id}.${requirement.id}`;
    const known = requirements.get(id);
    const waiver = waivers.find((each) => each.requirement === id);
    return results.map((result) =>
      finding(id, requirement, known, waived(result, waiver, ignored(c, id)), leaveOutGitHub),
    );
  });
  const counted = findings.filter((each) => each["left-out"] === undefined);
  const from = c.policy.gates[gate.id]?.enforceFrom ?? null;
  if (from !== null) changes.push(startOf(from));
  return {
    id: gate.id,
    title: entry?.title ?? gate.id,
    outcome: worst(
      (counted.length > 0 ? counted : findings).map(({ outcome }) => outcomeOf(outcome)),
    ),
    ...(from !== null && from > c.today ? { "enforce-from": from } : {}),
    ...(findings.length > 0 && counted.length === 0 ? { "left-out": true as const } : {}),
    findings,
  };
}

interface Entry {
  readonly entry: CatalogueGate | undefined;
  readonly requirements: ReadonlyMap<string, CatalogueRequirement>;
}

const entries = new WeakMap<Catalogue, Map<string, Entry>>();

/** What the catalogue says of a gate. One catalogue serves all cases, so it is looked up once. */
function inCatalogue(catalogue: Catalogue, gate: string): Entry {
  const known = entries.get(catalogue) ?? new Map<string, Entry>();
  entries.set(catalogue, known);
  const before = known.get(gate);
  if (before) return before;
  const entry = catalogue.gates.find(({ id }) => id === gate);
  const requirements = new Map((entry?.requirements ?? []).map((each) => [each.id, each]));
  const found = { entry, requirements };
  known.set(gate, found);
  return found;
}

function finding(
  id: string,
  requirement: Requirement,
  known: CatalogueRequirement | undefined,
  result: Result,
  leaveOutGitHub: boolean,
): Finding {
  const open = outcomeOf(result.outcome) !== "passed";
  const remedy = result.remedy ?? known?.remedy;
  const actsNext = result.actsNext ?? known?.actsNext ?? "author";
  return {
    requirement: id,
    outcome: result.outcome,
    message: result.message,
    ...(open && remedy !== undefined ? { remedy } : {}),
    source: requirement.source ?? known?.source ?? { document: "portcullis", clause: id },
    ...(open ? { "acts-next": actsNext } : {}),
    locations: result.locations,
    ...(leaveOutGitHub && result.onlyGitHub ? { "left-out": true as const } : {}),
  };
}

/** A waiver excuses what is missing; it never makes up for what could not be read. */
function waived(result: Result, waiver: Waiver | undefined, ignored: string | null): Result {
  if (result.outcome !== "unsatisfied" && result.outcome !== "waiting") return result;
  if (!waiver)
    return ignored === null ? result : { ...result, message: `${result.message} ${ignored}` };
  return {
    outcome: "waived",
    message: `Waived until ${waiver.expires} by ${waiver.grantedBy}: ${waiver.reason} (${result.message})`,
    locations: result.locations,
  };
}

/** Waivers that hold today and were granted by somebody of the role that may. */
function waiversInForce(c: Case): readonly Waiver[] {
  return c.policy.waivers.filter(
    ({ granted, expires, ...waiver }) =>
      granted <= c.today && c.today <= expires && mayGrant(c, waiver),
  );
}

function mayGrant(c: Case, waiver: Pick<Waiver, "requirement" | "grantedBy">): boolean {
  const login = waiver.grantedBy.toLowerCase();
  const { people } = holdersOf(c, granterOf(waiver.requirement));
  return people.some((person) => person.login.toLowerCase() === login);
}

function granterOf(requirement: string): "dpo" | "release-authority" {
  const isPrivacy = PRIVACY_GATES.some((gate) => requirement.startsWith(`${gate}.`));
  return isPrivacy ? "dpo" : "release-authority";
}

/** Why a waiver of a requirement does not help, for people who rely on it. */
function ignored(c: Case, requirement: string): string | null {
  const waiver = c.policy.waivers.find((each) => each.requirement === requirement);
  if (!waiver) return null;
  if (waiver.expires < c.today) return `Its waiver expired on ${waiver.expires}.`;
  if (waiver.granted > c.today) return `Its waiver begins on ${waiver.granted}.`;
  return `Its waiver does not count: ${waiver.grantedBy} is not ${ROLE_NAMES[granterOf(requirement)]}.`;
}

function toInstant(time: number): Instant {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
