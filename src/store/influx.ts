/** So many events within so many milliseconds: more than what one person's doing sends. */
const MANY = 10;
const WITHIN_MS = 250;

/**
 * Notices when events pour in. GitHub waits ten seconds for each to be taken, and each needs several
 * rounds of the event loop, which work makes long: for so long little work is done beside it. What
 * comes together is also done together, so that waiting for the end of it spares work.
 */
export class Influx {
  readonly #clock: () => number;
  readonly #latest: number[] = [];

  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** One came. */
  note(): void {
    this.#latest.push(this.#clock());
    if (this.#latest.length > MANY) this.#latest.shift();
  }

  /** In how many milliseconds it is over if nothing more comes; 0 where they do not pour in. */
  get left(): number {
    const [first = 0] = this.#latest;
    const isHigh = this.#latest.length === MANY;
    return isHigh ? Math.max(0, first + WITHIN_MS - this.#clock()) : 0;
  }
}
