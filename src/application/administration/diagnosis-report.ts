import { plainLine } from "../report/index.ts";
import { paint, wrap } from "../report/terminal.ts";
import { isWell } from "./diagnose.ts";
import { type Area, AREAS, type Finding, type Level } from "./finding.ts";
import type { ReportStyle } from "./protection-report.ts";

/** One column wide in every font, unlike emoji. */
const MARKS: Readonly<Record<Level, string>> = {
  ok: "✓",
  warning: "!",
  missing: "✗",
  unknown: "?",
};

/** What is examined: the title of a report. */
export interface Examined {
  readonly repository: string;
  readonly appId: number;
  /** The moment of reading. */
  readonly at: Date;
}

/** The findings for a terminal, by area, each with its reason and remedy below it. */
export function diagnosisReport(
  { repository, appId }: Examined,
  findings: readonly Finding[],
  style: ReportStyle,
): string {
  const ink = paint(style.colour);
  const title = wrap(plainLine(`${repository}, App ${appId}`), style.width, "");
  const areas = Object.keys(AREAS) as readonly Area[];
  return [
    ...title.map((line) => ink.bold(line)),
    ...areas.flatMap((area) => {
      const own = findings.filter((finding) => finding.area === area);
      if (own.length === 0) return [];
      return ["", ink.bold(AREAS[area]), ...own.flatMap((finding) => findingLines(finding, style))];
    }),
    "",
    ...wrap(verdict(findings), style.width, "").map((line) => ink.bold(line)),
    "",
  ].join("\n");
}

/** The findings for programs: the same words, and a name for each thing that was looked at. */
export function diagnosisJson(
  { repository, appId, at }: Examined,
  findings: readonly Finding[],
): string {
  const answer = {
    repository,
    "app-id": appId,
    at: `${at.toISOString().slice(0, 19)}Z`,
    well: isWell(findings),
    findings: findings.map(({ area, check, level, what, why, remedy }) => ({
      area,
      check,
      level,
      what,
      ...(why === null ? {} : { why }),
      ...(remedy === null ? {} : { remedy }),
    })),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function findingLines(
  { level, what, why, remedy }: Finding,
  style: ReportStyle,
): readonly string[] {
  const ink = paint(style.colour);
  const [first = "", ...rest] = wrap(plainLine(what), style.width, "    ");
  const below = (text: string) => wrap(plainLine(text), style.width, "    ");
  return [
    `  ${inkOf(level, ink)(MARKS[level])} ${first.trimStart()}`,
    ...rest,
    ...(why === null ? [] : below(why).map((line) => ink.dim(line))),
    ...(remedy === null ? [] : below(`To do: ${remedy}`)),
  ];
}

function verdict(findings: readonly Finding[]): string {
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const [missing, unknown, warnings] = [count("missing"), count("unknown"), count("warning")];
  const parts = [
    ...(missing === 0 ? [] : [`${things(missing)} missing`]),
    ...(unknown === 0 ? [] : [`${things(unknown)} could not be told`]),
    ...(warnings === 0 ? [] : [`${things(warnings)} to weigh`]),
  ];
  if (missing + unknown === 0) {
    return warnings === 0 ? "All is well." : `Nothing is missing; ${parts.join(", ")}.`;
  }
  return `Not all is well: ${parts.join(", ")}.`;
}

function things(count: number): string {
  return count === 1 ? "1 thing" : `${count} things`;
}

function inkOf(level: Level, ink: ReturnType<typeof paint>): (text: string) => string {
  switch (level) {
    case "ok":
      return (text) => ink.green(text);
    case "warning":
      return (text) => ink.yellow(text);
    case "missing":
    case "unknown":
      return (text) => ink.red(text);
  }
}
