/** Anybody may send what is refused, as often as they like: they must not fill the log. */
const TOLD_EVERY_MS = 60_000;

/** Tells that something is refused once a minute for each reason, and how often since it was told. */
export class Refusals {
  readonly #tell: (why: string, times: number) => void;
  readonly #clock: () => number;
  readonly #told = new Map<string, { readonly at: number; readonly since: number }>();

  constructor(tell: (why: string, times: number) => void, clock = () => performance.now()) {
    this.#tell = tell;
    this.#clock = clock;
  }

  /** One was refused; there are few reasons, and each is always said in the same words. */
  note(why: string): void {
    const now = this.#clock();
    const { at, since } = this.#told.get(why) ?? { at: Number.NEGATIVE_INFINITY, since: 0 };
    const isDue = now - at >= TOLD_EVERY_MS;
    this.#told.set(why, isDue ? { at: now, since: 0 } : { at, since: since + 1 });
    if (isDue) this.#tell(why, since + 1);
  }
}
