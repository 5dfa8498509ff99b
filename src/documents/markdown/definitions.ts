/** Link reference definitions as they were written (`[label]: target`), by normalised label. */
export type Definitions = ReadonlyMap<string, string>;

const DEFINITION =
  /^\[((?:[^[\]\\]|\\.)+)\]: *(?:<[^<>]*>|[^\s<]\S*)(?: +(?:"[^"]*"|'[^']*'|\([^()]*\)))? *$/;

/**
 * The definitions that a paragraph begins with, and the lines that remain for people to see. A
 * definition that goes on over several lines is none to us: its reference then leads nowhere.
 */
export function definitionsAtStart(lines: readonly string[]): {
  readonly definitions: Definitions;
  readonly lines: readonly string[];
} {
  const definitions = new Map<string, string>();
  let count = 0;
  for (const line of lines) {
    const label = line.startsWith("[") ? DEFINITION.exec(line)?.[1] : undefined;
    // `[^1]: …` is a footnote, which people see.
    if (label === undefined || label.startsWith("^") || label.trim() === "") break;
    const normalised = normalisedLabel(label);
    if (!definitions.has(normalised)) definitions.set(normalised, line);
    count++;
  }
  return { definitions, lines: count === 0 ? lines : lines.slice(count) };
}

/** Labels match without regard to letter case and to how much white space is in them. */
export function normalisedLabel(label: string): string {
  return label.replace(/\s+/g, " ").trim().toLowerCase().toUpperCase();
}
