/** Sleep from which others can wake: a wakeup that comes while nobody sleeps is not lost. */
export class Wakeups {
  #woken = Promise.withResolvers<undefined>();
  readonly #longest: number;

  /** Nobody sleeps for longer than so many milliseconds, so that later wakeups are not needed. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Wakes in so many milliseconds. */
  in(milliseconds: number): void {
    if (milliseconds <= 0) this.#woken.resolve(undefined);
    else if (milliseconds < this.#longest) {
      setTimeout(() => {
        this.#woken.resolve(undefined);
      }, milliseconds).unref();
    }
  }

  /** Sleeps until woken. */
  async next(): Promise<void> {
    const late = setTimeout(() => {
      this.#woken.resolve(undefined);
    }, this.#longest);
    await this.#woken.promise;
    clearTimeout(late);
    this.#woken = Promise.withResolvers();
  }
}
