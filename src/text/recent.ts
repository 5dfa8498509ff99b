/**
 * Remembers so many entries, or as many as are so large together, and forgets those that were used
 * longest ago.
 */
export class Recent<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;
  readonly #sizeOf: (key: string) => number;
  #size = 0;

  /** `sizeOf` tells how large an entry is by its key, which never changes; by default each is one. */
  constructor(limit: number, sizeOf: (key: string) => number = () => 1) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    this.#entries.set(key, value);
    this.#size += this.#sizeOf(key);
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#limit) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    if (this.#entries.delete(key)) this.#size -= this.#sizeOf(key);
  }

  /** All that is remembered, longest unused first; looking uses nothing. */
  keys(): readonly string[] {
    return [...this.#entries.keys()];
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }
}
