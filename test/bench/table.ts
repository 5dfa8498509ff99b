/** Targets beside measurements, in columns. */
export class Table {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  head(title: string): void {
    this.#write(`\n${title.padEnd(64)}${"target".padStart(17)}${"measured".padStart(17)}\n`);
  }

  row(what: string, target: string, measured: string): void {
    this.#write(`  ${what.padEnd(62)}${target.padStart(17)}${measured.padStart(17)}\n`);
  }
}
