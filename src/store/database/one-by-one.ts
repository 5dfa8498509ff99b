/**
 * Lets the process do something else between the statements of an embedded database. It computes in
 * this thread, and answers without ever waiting: jobs that only ask and compute would pass the thread
 * on to each other for seconds, while events wait to be taken. Each round of the event loop accepts
 * one connection (libuv 1.52), and so begins one statement.
 */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves when it is this one's turn, as they came. */
  turn(): Promise<unknown> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return this.#last;
  }
}
