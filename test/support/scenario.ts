import { readFileSync, readdirSync } from "node:fs";
import type { Decision, Evidence, Exception, Finding } from "../../src/domain/index.ts";
import { blobId, shopEvidence } from "./shop.ts";

/** A pair of evidence and decision, as it lies in `test/scenarios/`. */
export interface Scenario {
  /** What is different, in a sentence. */
  readonly about: string;
  /** In full, as the ledger keeps it; or what is different from the example in which all is in order. */
  readonly evidence: Evidence | { readonly edits: readonly Edit[] };
  /** The requirements whose outcome is another than in the example, and no others. */
  readonly turns: readonly string[];
  /** What people would see. */
  readonly decision?: Seen;
}

export type Edit =
  /** Replaces a text that stands exactly once in a file. */
  | { readonly file: string; readonly replace: string; readonly with: string }
  | { readonly file: string; readonly text: string }
  | { readonly policy: string; readonly with: string }
  | { readonly policyText: string }
  /** Sets a value at a JSON pointer (RFC 6901); a last segment `-` appends. */
  | { readonly at: string; readonly set: unknown }
  | { readonly at: string; readonly remove: true };

/** A decision without what is as it should be. */
export interface Seen {
  readonly outcome: Decision["outcome"];
  readonly "review-at": string | null;
  readonly gates: Readonly<Record<string, string>>;
  readonly open: readonly Finding[];
  /** Those that the example does not have. */
  readonly exceptions?: readonly Exception[];
}

/** What the example rests on without having shown it. */
const OF_THE_EXAMPLE = new Set([
  "D1: Order export lacks a rate limit",
  "licences",
  "technical-measures.two-factor",
  "technical-measures.default-passwords",
  "data-rights.automated-decisions",
]);

const FOLDER = new URL("../scenarios/", import.meta.url);

export function scenarioFiles(): readonly { readonly name: string; readonly url: URL }[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ name: name.replace(/\.json$/, ""), url: new URL(name, FOLDER) }));
}

export function readScenario(url: URL): Scenario {
  return JSON.parse(readFileSync(url, "utf8")) as Scenario;
}

export function evidenceOf(scenario: Scenario): Evidence {
  if (!("edits" in scenario.evidence)) return scenario.evidence;
  return scenario.evidence.edits.reduce(apply, structuredClone(shopEvidence()));
}

export function seen(decision: Decision): Seen {
  const exceptions = decision.exceptions.filter((each) => !OF_THE_EXAMPLE.has(each.what));
  return {
    outcome: decision.outcome,
    "review-at": decision["review-at"],
    gates: Object.fromEntries(decision.gates.map((gate) => [gate.id, gate.outcome])),
    open: decision.gates
      .flatMap(({ findings }) => findings)
      .filter((finding) => finding["acts-next"] !== undefined),
    ...(exceptions.length === 0 ? {} : { exceptions }),
  };
}

/** Applies one edit; an edit that changes nothing is a mistake in the scenario, and throws. */
export function apply(evidence: Evidence, edit: Edit): Evidence {
  if ("policyText" in edit) return withText(evidence, "/policies/0/entry", () => edit.policyText);
  if ("policy" in edit) {
    return withText(evidence, "/policies/0/entry", (text) => swap(text, edit.policy, edit.with));
  }
  if ("file" in edit) {
    const pointer = `/files/${edit.file.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return withText(evidence, pointer, (text) =>
      "text" in edit ? edit.text : swap(text, edit.replace, edit.with),
    );
  }
  const { holder, key } = locate(evidence, edit.at);
  if ("remove" in edit) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the pointer names the key
    else delete (holder as Record<string, unknown>)[key];
  } else if (Array.isArray(holder) && key === "-") holder.push(edit.set);
  else (holder as Record<string, unknown>)[key] = edit.set;
  return evidence;
}

function withText(evidence: Evidence, pointer: string, change: (text: string) => string): Evidence {
  const { holder, key } = locate(evidence, pointer);
  const entries = holder as Record<string, { text?: string }>;
  const text = change(entries[key]?.text ?? "");
  entries[key] = { kind: "file", oid: blobId(text), text } as { text: string };
  return evidence;
}

function swap(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`stands not exactly once: ${from}`);
  return text.replace(from, () => to);
}

function locate(root: unknown, pointer: string): { holder: object; key: string } {
  const segments = pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const key = segments.pop() ?? "";
  let holder = root as Record<string, unknown>;
  for (const segment of segments) {
    const next = holder[segment];
    if (typeof next !== "object" || next === null) throw new Error(`no such place: ${pointer}`);
    holder = next as Record<string, unknown>;
  }
  return { holder, key };
}
