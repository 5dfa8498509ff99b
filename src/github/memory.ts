import { Recent } from "../text/index.ts";

/** Remembers so many entries, each for a while. */
export class Fresh<V> {
  readonly #recent: Recent<{ readonly value: V; readonly until: number }>;
  readonly #milliseconds: number;
  #cleared = 0;

  constructor(limit: number, milliseconds: number) {
    this.#recent = new Recent(limit);
    this.#milliseconds = milliseconds;
  }

  /** How often all was forgotten: what was being read meanwhile may be how it was before. */
  get cleared(): number {
    return this.#cleared;
  }

  get(key: string, now: Date): V | undefined {
    const entry = this.#recent.get(key);
    return entry && now.getTime() < entry.until ? entry.value : undefined;
  }

  delete(key: string): void {
    this.#recent.delete(key);
  }

  set(key: string, value: V, now: Date): void {
    this.#recent.set(key, { value, until: now.getTime() + this.#milliseconds });
  }

  clear(): void {
    this.#cleared++;
    this.#recent.clear();
  }
}

/**
 * What several ask for at the same time, or within a while: one reading serves them all. A reading
 * that fails is nobody's, and the next one asks again.
 */
export class Shared<V> {
  readonly #fresh: Fresh<V>;
  readonly #running = new Map<string, Promise<V>>();

  constructor(limit: number, milliseconds: number) {
    this.#fresh = new Fresh(limit, milliseconds);
  }

  /** With `anew`, what was read before, and what is being read, will not do. */
  async read(
    key: string,
    freshness: "remembered" | "anew",
    now: Date,
    reading: () => Promise<V>,
  ): Promise<V> {
    const known =
      freshness === "remembered"
        ? (this.#fresh.get(key, now) ?? this.#running.get(key))
        : undefined;
    if (known !== undefined) return known;
    const running = reading();
    this.#running.set(key, running);
    try {
      const value = await running;
      this.#fresh.set(key, value, now);
      return value;
    } finally {
      if (this.#running.get(key) === running) this.#running.delete(key);
    }
  }
}
