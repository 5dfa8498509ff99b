import { plainText } from "./markdown/index.ts";

/**
 * What is compared of a heading: its letters and digits, without regard to letter case, to a
 * number before or after it ("1. Resources", "3.2 Logs", "Logs (3.2)"), to punctuation, or to
 * markup within the line. "" where nothing remains.
 */
export function headingKey(heading: string): string {
  const plain = heading.length > LONGEST ? "" : plainText(heading);
  return words(plain.replace(NUMBER_BEFORE, "").replace(NUMBER_AFTER, ""));
}

/** No heading that anybody accepts is longer. */
const LONGEST = 300;

/** `1.`, `3.2`, `2)`, `§ 4`, `a)`, `IV.`, also in bold or in brackets. */
const NUMBER_BEFORE =
  /^[^\p{L}\p{N}]{0,8}(?:\d{1,4}(?:[.-]\d{1,4}){0,6}[^\p{L}\p{N}]{1,8}|(?:[a-z]|[ivx]{1,5})[.)][^\p{L}\p{N}]{1,8})/iu;
const NUMBER_AFTER = /[^\p{L}\p{N}]\d{1,4}(?:[.-]\d{1,4}){0,6}[^\p{L}\p{N}]{0,8}$/u;

function words(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/&#?[a-z0-9]{1,32};/g, " ")
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}
