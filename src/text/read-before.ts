/** What was made of the texts that were read last; the one that was asked for longest ago is forgotten. */
export class ReadBefore<V> {
  readonly #known = new Map<string, V>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** `read` has to make the same of the same key, and nobody may change what it made. */
  get(key: string, read: () => V): V {
    const value = this.#known.get(key) ?? read();
    this.#known.delete(key);
    this.#known.set(key, value);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most && oldest !== undefined) this.#known.delete(oldest);
    return value;
  }
}
