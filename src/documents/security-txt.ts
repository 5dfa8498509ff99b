import { isDay } from "../domain/time.ts";
import type {
  Document,
  DocumentReading,
  FileEntry,
  Problem,
  SecurityTxt,
} from "../domain/index.ts";
import { shownValue } from "../text/index.ts";
import { documentText, whatIsUnfit } from "./document-text.ts";
import { present } from "./fields.ts";
import { signedContent, type Line } from "./signed-content.ts";

/**
 * Reads a `security.txt` (RFC 9116): at least one `Contact`, exactly one `Expires`. Fields that
 * the RFC does not know are ignored, as it demands. A file with a problem has no such field.
 */
export function readSecurityTxt(
  path: string,
  entry: FileEntry | undefined,
): DocumentReading<SecurityTxt> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  const unfit = whatIsUnfit(path, read.text);
  const document =
    unfit.length > 0
      ? { ...NOTHING, path, oid: read.oid, broken: true, problems: unfit }
      : { ...NOTHING, path, oid: read.oid, broken: false, ...understand(path, read.text) };
  return { status: "read", document };
}

const NOTHING = { fields: {}, lines: new Map(), sections: {}, items: [] };

type Understood = Pick<Document<SecurityTxt>, "fields" | "problems" | "lines">;
type Words = Pick<Problem, "message" | "remedy">;

interface Field {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** More problems than anybody mends at once. */
const MOST_PROBLEMS = 100;

function understand(path: string, text: string): Understood {
  const problems: Problem[] = [];
  const add = (line: number, field: string, words: Words): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ path, line, field, ...words });
  };
  const { lines, problem } = signedContent(text);
  if (problem !== null) add(problem.line, "", problem);
  const fields = lines.flatMap((line) => fieldIn(line, add));
  // The first of each counts: it is set last.
  const lineOf = new Map(fields.toReversed().map(({ name, line }) => [name, line]));

  const contacts = fields.filter(({ name }) => name === "contact");
  for (const { value, line } of contacts) {
    const wrong = whatIsWrongWithContact(value);
    if (wrong !== null) add(line, "contact", wrong);
  }
  if (contacts.length === 0) add(1, "contact", NO_CONTACT);
  const [first, second] = fields.filter(({ name }) => name === "expires");
  const expires = first === undefined ? null : instantOf(first.value);
  if (first === undefined) add(1, "expires", NO_EXPIRES);
  else if (expires === null) add(first.line, "expires", notAnInstant(first.value));
  if (second !== undefined) add(second.line, "expires", TWO_EXPIRES);
  const languages = fields.filter(({ name }) => name === "preferred-languages")[1];
  if (languages !== undefined) add(languages.line, "preferred-languages", TWO_LANGUAGES);

  const isRight = (field: string): boolean => problems.every((one) => one.field !== field);
  return {
    problems: problems.sort((a, b) => a.line - b.line),
    lines: lineOf,
    fields: present<SecurityTxt>({
      contacts: isRight("contact") ? contacts.map(({ value }) => value) : undefined,
      expires: isRight("expires") ? (expires ?? undefined) : undefined,
    }),
  };
}

function fieldIn(
  { text, line }: Line,
  add: (line: number, field: string, words: Words) => void,
): readonly Field[] {
  if (text.trim() === "" || text.startsWith("#")) return [];
  const colon = text.indexOf(":");
  const name = text.slice(0, Math.max(colon, 0));
  if (!/^[!-9;-~]{1,100}$/.test(name)) {
    add(line, "", {
      message: `The line ${shownValue(text)} is no field.`,
      remedy: "Write `Name: value`, or begin a comment with #.",
    });
    return [];
  }
  return [{ name: name.toLowerCase(), value: text.slice(colon + 1).trim(), line }];
}

const NO_CONTACT: Words = {
  message: "There is no Contact.",
  remedy: "Add a line such as `Contact: mailto:security@example.org`.",
};
const NO_EXPIRES: Words = {
  message: "There is no Expires.",
  remedy: "Add a line such as `Expires: 2027-06-30T00:00:00Z`.",
};
const TWO_EXPIRES: Words = {
  message: "Expires stands twice, and only one can hold.",
  remedy: "Keep one of them.",
};
const TWO_LANGUAGES: Words = {
  message: "Preferred-Languages stands twice.",
  remedy: "Write all languages on one line, with commas between them.",
};

function notAnInstant(value: string): Words {
  return {
    message: `Expires is ${shownValue(value)}; expected a moment such as 2027-06-30T00:00:00Z.`,
    remedy: "Write day, time and offset as RFC 3339 has them.",
  };
}

/** RFC 9116, 2.5.3: a URI; web addresses must begin with https. */
function whatIsWrongWithContact(value: string): Words | null {
  const isMail = /^mailto:[^\s@]+@[^\s@]+$/i.test(value);
  const isPhone = /^tel:[+\d][\d().-]{2,}/i.test(value);
  const isWeb = /^https:\/\/[^\s/]/i.test(value) && URL.canParse(value);
  if (isMail || isPhone || isWeb) return null;
  return {
    message: `Contact is ${shownValue(value)}; expected an address that begins with mailto:, https:// or tel:.`,
    remedy: value.includes("@") ? "Write mailto: before the address." : "Write the whole address.",
  };
}

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/i;

/** The moment in UTC, or null when the text names none that exists. */
function instantOf(value: string): string | null {
  const [, day = "", ...numbers]: readonly (string | undefined)[] = RFC_3339.exec(value) ?? [];
  const limits = [23, 59, 59, 23, 59];
  const isTime = numbers.every((number, at) => Number(number ?? 0) <= (limits[at] ?? 0));
  if (!isDay(day) || !isTime) return null;
  const time = Date.parse(value.toUpperCase());
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
