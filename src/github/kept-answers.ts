/** An answer with which GitHub gave a tag: as long as it says "not modified", it holds. */
export interface KeptAnswer {
  readonly etag: string;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly answer: KeptAnswer;
  readonly size: number;
}

/** What one installation's answers may take up, in characters; a larger one than the second is not kept. */
const MOST_ALTOGETHER = 4_000_000;
const MOST_OF_ONE = 400_000;
const MOST_ANSWERS = 3_000;

/**
 * What GitHub answered to questions that are asked again and again. It is asked each time, and only
 * what it calls unchanged is taken from here: then the request costs nothing of the hourly limit.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export class KeptAnswers {
  readonly #entries = new Map<string, Entry>();
  #size = 0;

  get(question: string): KeptAnswer | null {
    const entry = this.#entries.get(question);
    if (!entry) return null;
    // The one that was asked for last is forgotten last.
    this.#entries.delete(question);
    this.#entries.set(question, entry);
    return entry.answer;
  }

  /** What cannot be kept takes the one before it away: that does not hold any more. */
  keep(question: string, data: unknown, headers: KeptAnswer["headers"]): void {
    this.#forget(question);
    const { etag } = headers;
    const size = typeof etag === "string" ? question.length + sizeOf(data) : Infinity;
    if (typeof etag !== "string" || size > MOST_OF_ONE) return;
    this.#entries.set(question, { answer: { etag, data, headers }, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MOST_ANSWERS && this.#size <= MOST_ALTOGETHER) return;
      this.#forget(oldest);
    }
  }

  #forget(question: string): void {
    this.#size -= this.#entries.get(question)?.size ?? 0;
    this.#entries.delete(question);
  }
}

/** Infinite where it is no plain JSON: numbers beyond JavaScript's own come as bigint. */
function sizeOf(data: unknown): number {
  try {
    return data === undefined ? Infinity : JSON.stringify(data).length;
  } catch {
    return Infinity;
  }
}
