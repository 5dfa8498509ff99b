import type { Decision } from "../../domain/index.ts";

/** The members of a decision that people wrote, or that name people. All others are our own words. */
const TEXTS: ReadonlySet<string> = new Set([
  "message",
  "remedy",
  "reason",
  "granted-by",
  "path",
  "what",
  "who",
  // Of a gate that is off: the policy that says so. Elsewhere `source` is an object.
  "source",
]);

/** Every text of a decision in which somebody may be named. */
export function textsOf(decision: Decision): readonly string[] {
  const texts: string[] = [];
  mapTexts(decision, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** The same decision with every such text changed. */
export function mapTexts(
  decision: Decision,
  change: (text: string, member: string) => string,
): Decision {
  const mapped = map(decision, "", change) as Decision;
  // Where the policies lie is what their digest is about.
  return { ...mapped, policy: decision.policy };
}

function map(
  value: unknown,
  key: string,
  change: (text: string, member: string) => string,
): unknown {
  if (typeof value === "string") return TEXTS.has(key) ? change(value, key) : value;
  if (Array.isArray(value)) return value.map((element) => map(element, key, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, map(member, name, change)]),
  );
}

/** Who answers for the exceptions of a decision, in the words of whoever wrote them down. */
export function answerableIn({ exceptions }: Decision): readonly string[] {
  return exceptions.flatMap(({ who }) => who ?? []);
}

/** The same decision with each of them changed. */
export function mapAnswerable(decision: Decision, change: (who: string) => string): Decision {
  const exceptions = decision.exceptions.map((exception) =>
    exception.who === null ? exception : { ...exception, who: change(exception.who) },
  );
  return { ...decision, exceptions };
}
