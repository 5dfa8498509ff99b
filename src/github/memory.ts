/** Remembers so many entries, and forgets the one that was used longest ago. */
export class Recent<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** All that is remembered, longest unused first; looking uses nothing. */
  keys(): readonly string[] {
    return [...this.#entries.keys()];
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** Remembers so many entries, each for a while. */
export class Fresh<V> {
  readonly #recent: Recent<{ readonly value: V; readonly until: number }>;
  readonly #milliseconds: number;

  constructor(limit: number, milliseconds: number) {
    this.#recent = new Recent(limit);
    this.#milliseconds = milliseconds;
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
    this.#recent.clear();
  }
}
