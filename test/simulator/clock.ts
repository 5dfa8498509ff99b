/** The simulator's clock: real time, or a time that a test sets and moves. */
export class Clock {
  #read: () => Date;

  constructor(read: () => Date = () => new Date()) {
    this.#read = read;
  }

  /** The time now. */
  now(): Date {
    return this.#read();
  }

  /** Stops the clock at a time. */
  set(time: Date | string): void {
    const stopped = new Date(time);
    this.#read = () => stopped;
  }

  /** Moves the clock on; a stopped clock stays stopped, a running one keeps running. */
  advance(milliseconds: number): void {
    const read = this.#read;
    this.#read = () => new Date(read().getTime() + milliseconds);
  }
}
