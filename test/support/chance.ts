/** Chance that can be played again: the same seed gives the same numbers. */
export class Chance {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** `SEED=… npm test -- …` plays a failure again; else another one each time. */
  static ofToday(): Chance {
    const seed = process.env["SEED"];
    return new Chance(seed === undefined ? Date.now() % 1_000_000 : Number(seed));
  }

  /** From 0 up to 1, by Mulberry32: https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something happens that does so in this part of all cases. */
  hits(part: number): boolean {
    return this.next() < part;
  }

  /** A whole number below this one. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** One of these. */
  of<T>(all: readonly [T, ...T[]]): T {
    return all[this.below(all.length)] ?? all[0];
  }

  /** All of these in another order. */
  shuffled<T>(all: readonly T[]): readonly T[] {
    return all
      .map((each) => ({ each, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ each }) => each);
  }
}
