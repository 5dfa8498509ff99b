/** Paint and paper for the terminal: colours, and lines that fit. */

export interface Paint {
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** ANSI colours, or none at all. */
export function paint(colour: boolean): Paint {
  const with_ = (start: number, end: number) => (text: string) =>
    colour && text !== "" ? `\u001B[${start}m${text}\u001B[${end}m` : text;
  return {
    red: with_(31, 39),
    yellow: with_(33, 39),
    green: with_(32, 39),
    bold: with_(1, 22),
    dim: with_(2, 22),
  };
}

/** The text in lines of at most `width` columns, each indented; a word that is longer is broken. */
export function wrap(text: string, width: number, indent: string): readonly string[] {
  const room = Math.max(width - columns(indent), 10);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((whole) => broken(whole, room))) {
    if (line !== "" && columns(line) + 1 + columns(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => indent + each);
}

/** Columns that the text takes: two for what East Asian writing and emoji take. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text)
    sum += /\p{M}|\uFE0F/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return sum;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u;

function broken(word: string, room: number): readonly string[] {
  if (columns(word) <= room) return [word];
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (columns(part + character) > room) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
