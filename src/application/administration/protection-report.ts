import { plainLine } from "../report/index.ts";
import { columns, paint, wrap } from "../report/terminal.ts";
import type { Refusal, RulesetText } from "./administration.ts";
import type { Change, ProtectionPlan } from "./protection-plan.ts";
import { statusChecksOf } from "./status-check-rule.ts";
import { DEFAULT_BRANCH } from "./wanted-protection.ts";

export interface ReportStyle {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What became of a plan. */
export interface ProtectionOutcome {
  readonly repository: string;
  readonly appId: number;
  readonly plan: ProtectionPlan;
  /** Null: nothing was to be changed, only shown. */
  readonly made: readonly Change[] | null;
  readonly refused: readonly (Refusal & { readonly what: string })[];
}

/** The outcome for a terminal; the verdict stands in the last line. Ends with a line end. */
export function protectionReport(outcome: ProtectionOutcome, style: ReportStyle): string {
  const { plan, made, refused } = outcome;
  const ink = paint(style.colour);
  const shown = made ?? plan.changes;
  const title = plainLine(`${outcome.repository}, App ${outcome.appId}`);
  return [
    ...wrap(title, style.width, "").map((line) => ink.bold(line)),
    ...section(
      made === null ? "To change" : "Changed",
      shown.flatMap((change) => changeLines(change, style)),
      style,
    ),
    ...section(
      "As it should be",
      plan.inOrder.map((what) => `  ${ink.green("✓")} ${plainLine(what)}`),
      style,
    ),
    ...section(
      "Not possible",
      refused.flatMap((one) => refusedLines(one, style)),
      style,
    ),
    ...section(
      "Good to know",
      plan.notes.flatMap((note) => marked("i", note, style)),
      style,
    ),
    "",
    ink.bold(verdict(outcome)),
    "",
  ].join("\n");
}

/** What a change is about, in a sentence's words. */
export function nameOfChange(change: Change): string {
  switch (change.kind) {
    case "create-ruleset":
      return `The ruleset "${change.ruleset.name}" for ${kindOf(change.ruleset)}`;
    case "update-ruleset":
      return `The ruleset "${change.ruleset.name}"`;
    case "enable-rule":
      return `The protection of the environment "${change.environment}"`;
  }
}

function verdict({ plan, made, refused }: ProtectionOutcome): string {
  const count = plan.changes.length;
  if (refused.length > 0) {
    const what = refused.length === 1 ? "one thing" : `${refused.length} things`;
    const rest = made === null && count > 0 ? ` ${dryRun(count)}` : "";
    return `Not everything is protected: ${what} could not be done.${rest}`;
  }
  if (count === 0) return "Nothing to do.";
  if (made === null) return dryRun(count);
  return count === 1 ? "Done: 1 change was made." : `Done: ${count} changes were made.`;
}

function dryRun(count: number): string {
  const changes = count === 1 ? "this change" : `these ${count} changes`;
  return `Nothing was changed. Add --yes to make ${changes}.`;
}

function changeLines(change: Change, style: ReportStyle): readonly string[] {
  const ink = paint(style.colour);
  switch (change.kind) {
    case "create-ruleset": {
      const { ruleset } = change;
      const what = `A new ruleset "${ruleset.name}" for ${kindOf(ruleset)}`;
      return [...marked(ink.green("+"), what, style), ...aligned(describe(ruleset), style)];
    }
    case "update-ruleset": {
      const rows = change.differences.map(
        ({ field, present, wanted }) => [field, `${present} → ${wanted}`] as const,
      );
      const what = `The ruleset "${change.ruleset.name}" differs`;
      return [...marked(ink.yellow("~"), what, style), ...aligned(rows, style)];
    }
    case "enable-rule": {
      const what = `Deployments to the environment "${change.environment}" wait for the App`;
      return marked(ink.green("+"), what, style);
    }
  }
}

function describe(ruleset: RulesetText): readonly (readonly [string, string])[] {
  const include = ruleset.include.map((one) =>
    one === DEFAULT_BRANCH ? "the default branch" : one,
  );
  const rows: [string, string][] = [["for", include.join(", ")]];
  for (const rule of ruleset.rules) {
    const status = statusChecksOf(rule);
    if (status === null) continue;
    const { checks, strict, notOnCreate } = status;
    const required = checks.map(({ context, appId }) => `the check ${context} of App ${appId}`);
    rows.push(["requires", required.join(", ")]);
    if (strict) rows.push(["and", "that the branch is up to date before merging"]);
    if (notOnCreate) rows.push(["not for", "a branch that is new"]);
  }
  const further = ruleset.rules.flatMap(({ type }) => FORBIDDEN[type] ?? []);
  if (further.length > 0) rows.push(["forbids", further.join(", ")]);
  return rows;
}

const FORBIDDEN: Readonly<Record<string, string>> = {
  update: "moving a tag to another commit",
  deletion: "deleting a tag",
};

function kindOf({ target }: RulesetText): string {
  return target === "branch" ? "branches" : "tags";
}

function refusedLines({ reason, remedy }: Refusal, style: ReportStyle): readonly string[] {
  const ink = paint(style.colour);
  return [
    ...marked(ink.red("✗"), reason, style),
    ...wrap(plainLine(`To do: ${remedy}`), style.width, "    "),
  ];
}

/** "  ✓ text", its further lines below the text. */
function marked(mark: string, text: string, { width }: ReportStyle): readonly string[] {
  const [first = "", ...rest] = wrap(plainLine(text), width, "    ");
  return [`  ${mark} ${first.trimStart()}`, ...rest];
}

function aligned(
  rows: readonly (readonly [string, string])[],
  { width }: ReportStyle,
): readonly string[] {
  const widest = Math.max(...rows.map(([left]) => columns(left)));
  const indent = " ".repeat(widest + 8);
  return rows.flatMap(([left, right]) => {
    const [first = "", ...rest] = wrap(plainLine(right), width, indent);
    return [`      ${left.padEnd(widest)}  ${first.trimStart()}`, ...rest];
  });
}

function section(
  heading: string,
  lines: readonly string[],
  { colour }: ReportStyle,
): readonly string[] {
  return lines.length === 0 ? [] : ["", paint(colour).bold(heading), ...lines];
}
