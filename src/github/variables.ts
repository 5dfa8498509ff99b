/**
 * Collects the variables of one GraphQL document. What people wrote reaches GitHub only through
 * these, never as part of the document's text; their names are numbers.
 */
export class Variables {
  readonly values: Record<string, unknown> = {};
  readonly #declarations: string[] = [];

  /** Declares a variable and answers how the document names it: `$v0`. */
  add(type: string, value: unknown): string {
    const name = `v${this.#declarations.length}`;
    this.#declarations.push(`$${name}:${type}`);
    this.values[name] = value;
    return `$${name}`;
  }

  /** What stands behind the operation's name: `($v0:String!,$v1:Int!)`. */
  get declarations(): string {
    return this.#declarations.length === 0 ? "" : `(${this.#declarations.join(",")})`;
  }
}

/**
 * The document with those fragments that it uses. A fragment that is not used makes a document
 * invalid. A fragment stands before those that it uses itself.
 */
export function withFragments(body: string, fragments: readonly string[]): string {
  return fragments.reduce((document, fragment) => {
    const name = /^fragment (\w+)/.exec(fragment)?.[1] ?? "";
    return document.includes(`...${name}}`) || document.includes(`...${name} `)
      ? document + fragment
      : document;
  }, body);
}
