const PLACEHOLDERS = [/\b(?:TODO|TBD|FIXME|XXX)\b/, /\blorem ipsum\b/i, /\{\{[^{}]{0,200}\}\}/];

/**
 * The first placeholder in a text that somebody still has to fill in (TODO, TBD, FIXME and XXX as
 * whole words in capitals, lorem ipsum, the templates' `{{…}}`), as it stands there, or null.
 */
export function placeholderIn(text: string): string | null {
  for (const placeholder of PLACEHOLDERS) {
    const match = placeholder.exec(text);
    if (match !== null) return match[0];
  }
  return null;
}
