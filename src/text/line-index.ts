/** Finds the line of a position in a text. Lines are what `\n` ends, as on GitHub and in Git. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #firstLine: number;
  readonly #lastLine: number;

  /** `firstLine` is the number of the text's first line in its file, from 1. */
  constructor(text: string, firstLine: number) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
      if (at + 1 < text.length) starts.push(at + 1);
    }
    this.#starts = starts;
    this.#firstLine = firstLine;
    this.#lastLine = firstLine + starts.length - 1;
  }

  /** The line that holds the position; positions beyond the end are on the last line. */
  lineAt(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return Math.min(this.#firstLine + low, this.#lastLine);
  }

  /** Where a line of the file begins in the text. */
  startOf(line: number): number {
    return this.#starts[line - this.#firstLine] ?? 0;
  }

  get count(): number {
    return this.#starts.length;
  }
}
