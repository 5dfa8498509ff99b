/** So long, in milliseconds, statements may follow each other while the process does nothing else. */
const AT_A_STRETCH_MS = 8;

/**
 * Lets the process do something else between the statements of an embedded database. It computes in
 * this thread, and answers without ever waiting: jobs that only ask and compute would pass the thread
 * on to each other, and events that come meanwhile would be taken too late.
 */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();
  #since = 0;

  /** Resolves when it is this one's turn, as they came. */
  turn(): Promise<unknown> {
    this.#last = this.#last.then(() => this.#breathe());
    return this.#last;
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#since < AT_A_STRETCH_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
