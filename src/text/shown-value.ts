const LONGEST = 80;

/** Something that people wrote, as it is quoted in a message: in backticks, one line, shortened. */
export function shownValue(text: string): string {
  const oneLine = text
    .slice(0, 4 * LONGEST)
    .replaceAll("`", "'")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  const characters = Array.from(oneLine);
  const short = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("")}…` : oneLine;
  return `\`${short}\``;
}

/** The dotted path of a key inside a field: `contact-point.email`; at the top the key alone. */
export function fieldPath(field: string, key: string): string {
  return field === "" ? key : `${field}.${key}`;
}
