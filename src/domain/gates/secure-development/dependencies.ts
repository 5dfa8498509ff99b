import type { OpenAlert, VulnerableDependency } from "../../alerts.ts";
import {
  bounded,
  fromSource,
  isAtOrAbove,
  openResults,
  thresholdWords,
} from "../../alert-results.ts";
import type { Case } from "../../case.ts";
import { whenRead } from "../../reading.ts";
import { satisfied, unsatisfied, type Requirement, type Result } from "../../requirement.ts";
import type { NotAffected } from "../../vex.ts";
import { excuseOf, lackingInVex } from "./excused.ts";

/** Whether dependencies have known vulnerabilities. */
export const dependencies: readonly Requirement[] = [{ id: "dependencies", check }];

function check(c: Case): Result | readonly Result[] {
  const alerts = fromSource(c, "dependabot", c.evidence.alerts.dependabot, (open) =>
    noAlert(c, open),
  );
  // A policy that switches the source off means the whole: the comparison comes from the same data.
  if (c.policy.alerts.dependabot === "off") return alerts;
  const added = whenRead(
    c.evidence.dependencies,
    "which dependencies were added since the previous release",
    (list) => nothingAdded(c, list),
  );
  const results = [...listed(alerts), ...listed(added)];
  const failing = results.filter(({ outcome }) => outcome !== "satisfied");
  if (failing.length > 0) return [...failing, ...lackingInVex(c)];
  return satisfied(results.map(({ message }) => message).join(" "));
}

function noAlert(c: Case, open: readonly OpenAlert[]): Result | readonly Result[] {
  const blocking = open.filter(({ severity }) => isAtOrAbove(c, "dependabot", severity));
  const excused = blocking.flatMap((alert) => {
    const excuse = excuseOf(c, alert.ids);
    return excuse === null ? [] : [{ alert, excuse }];
  });
  const left = blocking.filter((alert) => !excused.some((each) => each.alert === alert));
  if (left.length > 0) {
    return openResults("dependabot", left).map((result) => ({ ...result, remedy: TO_UPGRADE }));
  }
  return satisfied(
    `No Dependabot alert${thresholdWords(c, "dependabot")} is open${excusedWords(
      excused.map(({ alert, excuse }) =>
        becauseOf(`alert ${alert.number} (${alert.ids.join(", ")})`, excuse),
      ),
    )}.`,
  );
}

/** Dependabot looks at the default branch, so what a pull request mends stays open until it is merged. */
const TO_UPGRADE =
  "Upgrade or remove the dependency on the default branch, where Dependabot looks, or declare in a VEX document, with its justification, that the product is not affected.";

function nothingAdded(
  c: Case,
  list: readonly VulnerableDependency[] | null,
): Result | readonly Result[] {
  if (list === null) return satisfied("There is no earlier release to compare with.");
  const excused: string[] = [];
  const failing: Result[] = [];
  for (const { name, version, manifest, vulnerabilities } of list) {
    const what = `${name} ${version}`;
    const left = vulnerabilities.filter(({ id }) => {
      const excuse = excuseOf(c, [id]);
      if (excuse !== null) excused.push(becauseOf(`${what} (${id})`, excuse));
      return excuse === null;
    });
    if (left.length === 0) continue;
    const ids = left.map(({ id, severity }) => (severity === null ? id : `${id}, ${severity}`));
    failing.push(
      unsatisfied(
        `\`${manifest}\` has ${what}, added since the previous release, which has a known vulnerability: ${ids.join("; ")}.`,
        { locations: [{ path: manifest, line: 1 }], remedy: TO_REPLACE },
      ),
    );
  }
  if (failing.length > 0) {
    return bounded(failing, (more) =>
      unsatisfied(`${more} more dependencies with known vulnerabilities were added.`),
    );
  }
  return satisfied(
    `No dependency with a known vulnerability was added since the previous release${excusedWords(excused)}.`,
  );
}

const TO_REPLACE =
  "Take a version without the vulnerability, or declare in a VEX document, with its justification, that the product is not affected.";

function becauseOf(what: string, { justification }: NotAffected): string {
  return `${what}, because "${justification}"`;
}

function excusedWords(excused: readonly string[]): string {
  return excused.length === 0
    ? ""
    : `; declared not affected, by VEX: ${excused.slice(0, LISTED).join("; ")}${excused.length > LISTED ? ` and ${excused.length - LISTED} more` : ""}`;
}

const LISTED = 20;

function listed(results: Result | readonly Result[]): readonly Result[] {
  return "outcome" in results ? [results] : results;
}
