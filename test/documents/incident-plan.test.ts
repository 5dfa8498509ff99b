import { readIncidentPlan } from "../../src/documents/index.ts";
import type { IncidentPlan } from "../../src/domain/index.ts";
import { change, documentOf, example, file, headings, problemsOf } from "./support.ts";

const PLAN = example("incident-response-plan.md");
const PATH = "docs/incident-response-plan.md";
const read = (text: string) => documentOf(readIncidentPlan(PATH, file(text), headings));
const ALL = Object.keys(read(PLAN).fields) as (keyof IncidentPlan)[];

/** The fields that a change of the example takes away. */
function lost(
  part: string,
  by: string,
): { fields: readonly string[]; problems: readonly string[] } {
  const document = read(change(PLAN, part, by));
  const { fields } = document;
  const halves = (["authority", "dataSubjects"] as const)
    .filter((half) => fields.breachNotification?.[half] === undefined)
    .map((half) => `breachNotification.${half}`);
  const gone = ALL.filter((key) => key !== "breachNotification" && fields[key] === undefined);
  return { fields: [...gone, ...halves], problems: problemsOf(document) };
}

describe("an incident plan", () => {
  it("has every field and every section of the example, and no problem", () => {
    const document = read(PLAN);
    expect(document.problems).toEqual([]);
    expect(document.broken).toBe(false);
    expect(ALL).toHaveLength(11);
    expect(document.fields.contactPoint).toEqual({
      name: "Acme response centre",
      email: "incident@acme.example",
      phone: "+47 22 00 00 00",
      hours: "24/7",
    });
    expect(document.fields.breachNotification).toEqual({
      authority: { name: "Datatilsynet", within: "72h", how: "https://www.datatilsynet.no" },
      dataSubjects: {
        within: "24h",
        when: "a high risk to people's rights and freedoms is likely",
      },
    });
    expect(document.fields.updateTriggers?.[0]?.paths[0]?.matches("src/payment/a/b.ts")).toBe(true);
    expect(document.lines.get("contact-point.email")).toBe(7);
    const states = Object.values(document.sections).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 18 }, () => "says-something"));
  });

  it.each<[part: string, by: string, fields: readonly string[], problem: RegExp | null]>([
    ["reviewed: 2026-10-28\n", "", ["reviewed"], null],
    ["exercised: 2026-09-15\n", "", ["exercised"], null],
    ["reviewed: 2026-10-28", "reviewed: 2026-02-30", ["reviewed"], /^3 reviewed: .*existing day/],
    ["reviewed: 2026-10-28", "reviewed: TODO", ["reviewed"], /^3 reviewed: .*`TODO`/],
    ["  name: Acme response centre\n", "", ["contactPoint"], /^5 contact-point.name: .*missing/],
    ["  hours: 24/7\n", "", ["contactPoint"], /^5 contact-point.hours: .*missing/],
    ["  hours: 24/7\n", "  hours: always\n", ["contactPoint"], /^9 contact-point.hours: /],
    ["  name: Acme response centre", "  name: '{{name}}'", ["contactPoint"], /placeholder/],
    ["  name: Acme response centre", "  name:", ["contactPoint"], /is empty/],
    [', email: support@acme.example, phone: "+47 22 00 00 10"', "", ["support"], /support.email: /],
    [", email: support@acme.example", ", email: nobody", ["support"], /support.email: .*nobody/],
    ["role: Chief executive, ", "", ["escalation"], /^13 escalation.1.role: .*missing/],
    [", email: mona@acme.example", "", ["escalation"], /^13 escalation.1.email: /],
    [
      '{ name: Ola Hansen, email: dpo@acme.example, phone: "+47 22 00 00 01" }',
      "dpo@acme.example",
      ["dpo"],
      /^14 dpo: /,
    ],
    ["critical, respond-within: 1h", "critical", ["responseTimes"], /response-times.0.respond-/],
    ["severity: high", "severity: critical", ["responseTimes"], /response-times.1.severity: /],
    ["    protects-content: TLS, stored encrypted\n", "", ["reportingChannels"], /channels.1.pro/],
    [
      '  authority: { name: Datatilsynet, within: 72h, how: "https://www.datatilsynet.no" }\n',
      "",
      ["breachNotification.authority"],
      null,
    ],
    [", within: 72h", ", within: soon", ["breachNotification.authority"], /authority.within: /],
    ["{ within: 24h, ", "{ ", ["breachNotification.dataSubjects"], /^30 breach.*subjects.within: /],
    ["  personal-data: Order ids", "  personal: Order ids", ["logs"], /logs.personal: .*not known/],
    ["  retention: 90d\n", "", ["logs"], /^31 logs.retention: .*missing/],
    [', paths: ["infra/**"]', "", ["updateTriggers"], /update-triggers.1.paths: /],
    [', paths: ["infra/**"]', ', paths: ["!infra"]', ["updateTriggers"], /triggers.1.paths.0: /],
    ["support: {", "suport: {", ["support"], /^10 suport: .*not known/],
    ["dpo: {", "support: {", ["support", "dpo"], /^14 support: .*twice/],
  ])("loses exactly what `%s` ▸ `%s` breaks", (part, by, fields, problem) => {
    const found = lost(part, by);
    expect(found.fields).toEqual(fields);
    if (problem === null) expect(found.problems).toEqual([]);
    else expect(found.problems).toContainEqual(expect.stringMatching(problem));
  });

  it("accepts a trigger on added dependencies, and both halves only below breach-notification", () => {
    const triggered = change(PLAN, 'paths: ["infra/**"]', "dependencies: added");
    expect(read(triggered).fields.updateTriggers?.[1]).toEqual({
      when: "The infrastructure changes",
      paths: [],
      dependencies: "added",
    });
    const flat = change(PLAN, "logs:\n", "breach-notification.authority: { name: A }\nlogs:\n");
    expect(problemsOf(read(flat))).toEqual([
      expect.stringMatching(/ breach-notification.authority: .*not known/),
    ]);
    const scalar = PLAN.replace(/breach-notification:\n.*\n.*\n/, "breach-notification: soon\n");
    expect(problemsOf(read(scalar))).toEqual([expect.stringMatching(/^28 breach-notification: /)]);
    const third = change(PLAN, "  data-subjects:", "  people: {}\n  data-subjects:");
    expect(problemsOf(read(third))).toEqual([
      expect.stringMatching(/^30 breach-notification.people: .*not known/),
    ]);
  });

  it.each([
    ["document: incident-response-plan", "document: incident-plan"],
    ["document: incident-response-plan\n", ""],
  ])("must say that it is one: `%s` ▸ `%s`", (part, by) => {
    const document = read(change(PLAN, part, by));
    expect(problemsOf(document)).toEqual([expect.stringMatching(/^2 document: /)]);
    expect(document.broken).toBe(false);
  });

  it("reports every problem at once, in the order of the lines", () => {
    const bad = PLAN.replace("reviewed: 2026-10-28", "reviewed: never")
      .replace("hours: 24/7", "hours: now")
      .replace("retention: 90d", "retention: long");
    expect(read(bad).problems.map(({ field }) => field)).toEqual([
      "reviewed",
      "contact-point.hours",
      "logs.retention",
    ]);
  });
});
