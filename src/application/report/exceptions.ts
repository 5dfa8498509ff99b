import {
  EXCEPTION_KINDS,
  addDays,
  dayOf,
  endsSoon,
  type Catalogue,
  type Decision,
  type Exception,
  type ExceptionKind,
} from "../../domain/index.ts";
import { code, literal, prose, row, tableHead } from "./escape.ts";
import { count, countsFrom, listed } from "./names.ts";
import { known, titleOf } from "./overview.ts";
import { fold, list, type Block } from "./pages.ts";
import { placeIn, type Site } from "./places.ts";

/** More rows than these are to be opened by whoever wants to read them. */
const SHOWN_OPEN = 6;

const HEADING = "Exceptions in force";

/** What each kind is called, alone and counted; and who stands behind one that names nobody. */
const WORDS: Readonly<
  Record<ExceptionKind, { label: string; one: string; many: string; nobody: string }>
> = {
  waiver: { label: "Waived", one: "waiver", many: "waivers", nobody: "" },
  "accepted-deviation": {
    label: "Deviation accepted",
    one: "accepted deviation",
    many: "accepted deviations",
    nobody: "",
  },
  "gate-off": {
    label: "Gate switched off",
    one: "gate switched off",
    many: "gates switched off",
    nobody: "the policy",
  },
  "gate-announced": {
    label: "Gate that does not count yet",
    one: "gate that does not count yet",
    many: "gates that do not count yet",
    nobody: "the policy",
  },
  "alerts-off": {
    label: "Alerts that are not looked at",
    one: "kind of alerts that is not looked at",
    many: "kinds of alerts that are not looked at",
    nobody: "the policy",
  },
  "archive-category": {
    label: "Not kept in the archive",
    one: "category that the archive does not have",
    many: "categories that the archive does not have",
    nobody: "the team",
  },
  item: {
    label: "Marked as not applicable",
    one: "item marked as not applicable",
    many: "items marked as not applicable",
    nobody: "the team",
  },
};

/** Whatever holds without having been shown, in one table, after what of it ends soon. */
export function exceptions(decision: Decision, catalogue: Catalogue, site: Site | null): Block[] {
  return [
    ...endings(decision, catalogue),
    ...table(decision, ["What", "Why", "Who", "Until"], (exception) => [
      inFull(exception, decision, catalogue, site),
      prose(exception.reason),
      literal(whoOf(exception)),
      untilOf(exception),
    ]),
  ];
}

/** The same for those who use the release: without reasons, which may name people and weaknesses. */
export function exceptionsInPublic(decision: Decision, catalogue: Catalogue): Block[] {
  return table(decision, ["What", "Until"], (exception) => [
    inPublic(exception, catalogue),
    untilOf(exception),
  ]);
}

/** A line for each exception, in Markdown. */
export function exceptionLines(
  of: readonly Exception[],
  decision: Decision,
  catalogue: Catalogue,
): readonly string[] {
  return of.map((exception) => {
    const what = inFull(exception, decision, catalogue, null);
    return `⚠️ ${what}, ${literal(spanOf(exception))}, by ${literal(whoOf(exception))}. ${prose(exception.reason)}`;
  });
}

/** The same for a terminal, what ends soon first. Plain text, as people wrote it. */
export function exceptionsInText(decision: Decision, catalogue: Catalogue): readonly string[] {
  const today = dayOf(decision["decided-at"]);
  const name = (exception: Exception) => {
    const { label } = WORDS[exception.kind];
    const title = titleFor(exception, decision, catalogue);
    return `${label}: ${title === null ? exception.what : `${title} (${exception.what})`}`;
  };
  return [
    ...decision.exceptions
      .filter((each) => endsSoon(each, today))
      .map((each) => ending(name(each), each, decision)),
    ...decision.exceptions.map(
      (each) => `${name(each)}, ${spanOf(each)}, by ${whoOf(each)}: ${each.reason}`,
    ),
  ];
}

/** Both of them read it, so that nobody is surprised on the day. */
function endings(decision: Decision, catalogue: Catalogue): Block[] {
  const today = dayOf(decision["decided-at"]);
  const soon = decision.exceptions.filter((each) => endsSoon(each, today));
  return list(
    "",
    soon.map((each) => `⏰ ${ending(named(each, decision, catalogue), each, decision)}`),
    7,
  );
}

/** Markdown or plain text, as the name is. */
function ending(name: string, { kind, until }: Exception, decision: Decision): string {
  if (until === null) return "";
  return kind === "gate-announced"
    ? `${name}. It ${countsFrom(addDays(until, 1), decision["decided-at"])}.`
    : `The exception “${name}” ends on ${until}; then the gate shuts, unless what is missing has been shown by then.`;
}

function table(
  { exceptions: all }: Decision,
  titles: readonly string[],
  cells: (exception: Exception) => readonly string[],
): Block[] {
  if (all.length === 0) return [];
  const block = {
    before: tableHead(titles),
    rows: all.map((exception) => row(cells(exception))),
    after: "",
    importance: 6,
  };
  if (all.length > SHOWN_OPEN) return [fold(`${HEADING}: ${counted(all)}`, block)];
  return [{ ...block, before: `**${HEADING}**\n\n${block.before}` }];
}

/** "2 waivers and 1 gate switched off". */
function counted(all: readonly Exception[]): string {
  const amounts = EXCEPTION_KINDS.flatMap((kind) => {
    const amount = all.filter((each) => each.kind === kind).length;
    return amount === 0 ? [] : [count(amount, WORDS[kind].one, WORDS[kind].many)];
  });
  return listed(amounts);
}

function inFull(
  exception: Exception,
  decision: Decision,
  catalogue: Catalogue,
  site: Site | null,
): string {
  return `${named(exception, decision, catalogue)} (${placeIn(exception.source, site)})`;
}

function named(exception: Exception, decision: Decision, catalogue: Catalogue): string {
  const { kind, what } = exception;
  const title = titleFor(exception, decision, catalogue);
  const name = kind === "accepted-deviation" ? literal(what) : code(what);
  return `${WORDS[kind].label}: ${title === null ? name : `${literal(title)}, ${name}`}`;
}

/** Titles of our own only: what a team wrote may say more than is meant for everybody. */
function inPublic({ kind, what }: Exception, catalogue: Catalogue): string {
  const { label } = WORDS[kind];
  const title = known(catalogue, what)?.title ?? gateTitle(what, catalogue);
  if (kind === "alerts-off" || kind === "archive-category") return `${label}: ${code(what)}`;
  return title === null ? label : `${label}: ${literal(title)}`;
}

/** What people call it; null where it has no other name. */
function titleFor(
  { kind, what }: Exception,
  decision: Decision,
  catalogue: Catalogue,
): string | null {
  if (kind === "gate-off" || kind === "gate-announced") return gateTitle(what, catalogue);
  if (kind !== "waiver" && kind !== "item") return null;
  const findings = decision.gates.flatMap((gate) => gate.findings);
  const found = findings.find(({ requirement }) => requirement === what);
  return found ? titleOf(catalogue, found) : (known(catalogue, what)?.title ?? null);
}

function gateTitle(id: string, catalogue: Catalogue): string | null {
  return catalogue.gates.find((gate) => gate.id === id)?.title ?? null;
}

function whoOf({ kind, who }: Exception): string {
  return who ?? WORDS[kind].nobody;
}

function untilOf({ until }: Exception): string {
  return until === null ? "no end" : literal(until);
}

function spanOf({ until }: Exception): string {
  return until === null ? "without an end" : `until ${until}`;
}
