/** So many events within so many milliseconds: more than what one person's doing sends. */
const MANY = 10;
const WITHIN_MS = 250;

/** So long work waits for events; where they do not end by then, both have to go on beside each other. */
const AT_MOST_MS = 10_000;

/**
 * Notices when events pour in. GitHub waits ten seconds for each to be taken, and each needs several
 * rounds of the event loop, which work makes long: for so long little work is done beside it. What
 * comes together is also done together, so that waiting for the end of it spares work.
 */
export class Influx {
  readonly #clock: () => number;
  readonly #latest: number[] = [];
  #began = 0;

  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** One came. */
  note(): void {
    const now = this.#clock();
    if (this.#leftAt(now) === 0) this.#began = now;
    this.#latest.push(now);
    if (this.#latest.length > MANY) this.#latest.shift();
  }

  /** In how many milliseconds it is over if nothing more comes; 0 where they do not, or for too long. */
  get left(): number {
    const now = this.#clock();
    return now - this.#began < AT_MOST_MS ? this.#leftAt(now) : 0;
  }

  #leftAt(now: number): number {
    const [first = 0] = this.#latest;
    return this.#latest.length === MANY ? Math.max(0, first + WITHIN_MS - now) : 0;
  }
}
