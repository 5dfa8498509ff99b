/** Moves through a line from container to container, as CommonMark consumes indentation. */
export class LineCursor {
  readonly #text: string;
  #at = 0;
  #nextNonSpace = 0;

  constructor(line: string) {
    this.#text = withoutTabs(line);
    this.skip(0);
  }

  /** Spaces from here to the first character that is none. */
  get indent(): number {
    return this.#nextNonSpace - this.#at;
  }

  get isBlank(): boolean {
    return this.#nextNonSpace >= this.#text.length;
  }

  /** The text from the first character that is no space. */
  get rest(): string {
    return this.#text.slice(this.#nextNonSpace);
  }

  skip(columns: number): void {
    this.#at = Math.min(this.#at + columns, this.#text.length);
    this.#nextNonSpace = Math.max(this.#nextNonSpace, this.#at);
    while (this.#text.charCodeAt(this.#nextNonSpace) === 32) this.#nextNonSpace++;
  }

  /** Skips `>` and a space after it; false where there is none. */
  skipQuoteMark(): boolean {
    if (this.indent >= 4 || this.#text.charAt(this.#nextNonSpace) !== ">") return false;
    const hasSpace = this.#text.charAt(this.#nextNonSpace + 1) === " ";
    this.skip(this.indent + (hasSpace ? 2 : 1));
    return true;
  }

  /** How far the content of a list item is indented whose marker of that length stands here. */
  widthOfItem(markerLength: number): number {
    const afterMarker = this.#nextNonSpace + markerLength;
    let spaces = 0;
    while (spaces < 5 && this.#text.charCodeAt(afterMarker + spaces) === 32) spaces++;
    const isEmpty = afterMarker + spaces >= this.#text.length;
    // Five spaces or more are one, and indented code.
    return this.indent + markerLength + (spaces >= 5 || isEmpty ? 1 : spaces);
  }
}

/** What begins a block stands nearer to the beginning of a line than this. */
const TABS_MATTER_WITHIN = 500;

/** Tabs reach to the next column that is a multiple of 4; as spaces they mean the same. */
function withoutTabs(line: string): string {
  if (!line.includes("\t")) return line;
  let expanded = "";
  let from = 0;
  for (let tab = line.indexOf("\t"); tab !== -1; tab = line.indexOf("\t", from)) {
    if (expanded.length > TABS_MATTER_WITHIN) break;
    expanded += line.slice(from, tab);
    expanded += " ".repeat(4 - (expanded.length % 4));
    from = tab + 1;
  }
  return expanded + line.slice(from).replaceAll("\t", " ");
}
