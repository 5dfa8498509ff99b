/**
 * Text that people wrote, made fit to be shown as plain text: no control characters, none that turn
 * the direction of writing or cannot be seen (Unicode's "default ignorable"), no half characters.
 * What is left looks as it did before.
 */

const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
// The joiner inside an emoji (a family, a profession) is what makes it one; the selector makes it coloured.
const UNSEEN = /\u200D|(?!\n|\uFE0F)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const JOINED_EMOJI =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/u;
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
// Only from the beginning of a word: from each of its letters it would take long.
const LONG_WORD = /(?<!\S)\S{161,}/gu;
const LONGEST_WORD = 160;
const SHOWN_END = 24;

// Letters, digits and signs of which none is touched below. Most of what is shown has nothing else in
// it, and each evaluation shows hundreds of sentences.
const ORDINARY = /^[\n -~\u00A1-\u00AC\u00AE-\u024F\u2010-\u2027]*$/;

const encoder = new TextEncoder();

/** Several lines of plain text, each trimmed at its end. */
export function plainLines(text: string): string {
  const seen = ORDINARY.test(text) ? text : seenOf(text);
  return seen
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

function seenOf(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_ENDS, "\n")
    .replaceAll("\t", " ")
    .split(JOINED_EMOJI)
    .map((part) => part.replace(UNSEEN, ""))
    .join("\u200D")
    .replace(STACKED_MARKS, "$1");
}

/** One line of plain text: every run of white space is one space, endless words lose their middle. */
export function plainLine(text: string): string {
  return plainLines(text).replace(/\s+/g, " ").replace(LONG_WORD, shortenWord).trim();
}

/** At most `max` characters (as GitHub counts them: UTF-16 units), ending in "…" where it was cut. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(HALF_AT_END, "")}…`;
}

/** At most `max` bytes of UTF-8, ending in "…" where it was cut. */
export function clipBytes(text: string, max: number): string {
  if (bytesOf(text) <= max) return text;
  const room = new Uint8Array(max - bytesOf("…"));
  const { read } = encoder.encodeInto(text, room);
  return `${text.slice(0, read)}…`;
}

/** Length in UTF-8. No text is longer in characters than in bytes, so it serves for either limit. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

const HALF_AT_END = /[\uD800-\uDBFF]$/;

function shortenWord(word: string): string {
  const characters = Array.from(word);
  const start = characters.slice(0, LONGEST_WORD - SHOWN_END - 1).join("");
  return `${start}…${characters.slice(-SHOWN_END).join("")}`;
}
