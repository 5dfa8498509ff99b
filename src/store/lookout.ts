const AFTER_TROUBLE_MS = 1_000;

/** How a lookout is kept. */
export interface LookoutOptions {
  /** Looks for something to do, and begins or does it; answers whether to look again at once. */
  readonly look: () => Promise<boolean>;
  /** Told that looking failed; it is looked again a moment later. */
  readonly onTrouble: (error: unknown) => void;
  /** Nobody sleeps for longer than so many milliseconds: not everything wakes. */
  readonly longest: number;
}

/** Looks again whenever it is woken, and now and then by itself. A wakeup while it looks is not lost. */
export class Lookout {
  readonly #options: LookoutOptions;
  #woken = Promise.withResolvers<undefined>();
  #loop: Promise<void> = Promise.resolve();
  #soon: NodeJS.Timeout | null = null;
  #isClosed = false;
  #isLooking = false;

  constructor(options: LookoutOptions) {
    this.#options = options;
  }

  /** Whether it is being looked at this moment. */
  get isLooking(): boolean {
    return this.#isLooking;
  }

  start(): void {
    this.#loop = this.#keep();
  }

  /** Looks again in so many milliseconds. */
  wake(milliseconds = 0): void {
    if (milliseconds <= 0) this.#woken.resolve(undefined);
    else if (milliseconds < this.#options.longest) {
      setTimeout(() => {
        this.#woken.resolve(undefined);
      }, milliseconds).unref();
    }
  }

  /** Looks within so many milliseconds: whatever comes until then is seen with it. */
  wakeWithin(milliseconds: number): void {
    if (this.#soon !== null) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      this.wake();
    }, milliseconds).unref();
  }

  /** Looks no more; resolves when the last look has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.wake();
    await this.#loop;
  }

  async #keep(): Promise<void> {
    while (!this.#isClosed) {
      try {
        this.#isLooking = true;
        const again = await this.#options.look().finally(() => (this.#isLooking = false));
        if (!again) await this.#sleep();
      } catch (error) {
        this.#options.onTrouble(error);
        await new Promise((resolve) => setTimeout(resolve, AFTER_TROUBLE_MS));
      }
    }
  }

  async #sleep(): Promise<void> {
    const late = setTimeout(() => {
      this.#woken.resolve(undefined);
    }, this.#options.longest);
    await this.#woken.promise;
    clearTimeout(late);
    this.#woken = Promise.withResolvers();
  }
}
