/**
 * A pseudonym stands in a text where a login stood, in such a way that the text can be restored to
 * the byte: `person-0123456789ab` for the login in lower case, `Person-…` for the login as GitHub
 * writes it, `person-…-c5` for any other mixture of case (the bits of `5` are its capital letters).
 * A text that happens to hold such a word already gets `-l` behind it.
 */
export type Pseudonym = string;

const BASE = "[Pp]erson-[0-9a-f]{12}";
const LITERAL = new RegExp(`${BASE}(?:-l)*`, "g");
const WRITTEN = new RegExp(`(${BASE})(?:-c([0-9a-f]+)|((?:-l)+))?`, "g");

/** As long as a word can be of which one can ask whether it is a login. */
const LONGEST_LOGIN = 100;

/** A word that looks like a login, in a text. */
export interface Word {
  readonly text: string;
  /** An `@` before it, as in a mention: of a person, and not of a team (`@org/team`) or a package. */
  readonly isMention: boolean;
}

/** Whether a name could be a login, or else is a name of another kind, such as "Ola Hansen". */
export function looksLikeLogin(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) && name.length <= LONGEST_LOGIN;
}

/** What a pseudonym is made from: twelve hexadecimal digits that nobody can guess. */
export function pseudonymFrom(digits: string): Pseudonym {
  return `person-${digits.slice(0, 12)}`;
}

/** A number that stands where the id of the account stood; GitHub's own are far smaller. */
export function numberOf(pseudonym: Pseudonym): number {
  return 2 ** 48 + Number.parseInt(pseudonym.slice(-12), 16);
}

/** How a pseudonym is written in place of a login that was written this way. */
export function write(pseudonym: Pseudonym, login: string, written: string): string {
  if (written === written.toLowerCase()) return pseudonym;
  if (written === login) return `P${pseudonym.slice(1)}`;
  const capitals = Array.from(written).reduce(
    (bits, letter, at) => (letter === letter.toLowerCase() ? bits : bits | (1n << BigInt(at))),
    0n,
  );
  return `${pseudonym}-c${capitals.toString(16)}`;
}

/** Puts the logins back. A pseudonym that nobody knows (any more) stays as it is. */
export function restore(text: string, logins: ReadonlyMap<Pseudonym, string>): string {
  return text.replace(WRITTEN, (all, base: string, capitals?: string, literal?: string) => {
    if (literal !== undefined) return base + literal.slice(2);
    const login = logins.get(base.toLowerCase());
    if (login === undefined) return all;
    if (capitals !== undefined) return capitalised(login.toLowerCase(), BigInt(`0x${capitals}`));
    return base.startsWith("P") ? login : login.toLowerCase();
  });
}

/** Every pseudonym that is written in a text, each once. */
export function pseudonymsIn(text: string): readonly Pseudonym[] {
  const found = Array.from(text.matchAll(WRITTEN), ([, base = "", , literal]) =>
    literal === undefined ? base.toLowerCase() : "",
  );
  return [...new Set(found)].filter((each) => each !== "");
}

/** Which words of a text are replaced, and by what. */
export interface Replacing<T> {
  /** What is known of a word; undefined for nearly all. */
  readonly find: (word: string) => T | undefined;
  /** Null: the word stays. */
  readonly replace: (found: T, word: Word) => string | null;
  /** What only looks like a pseudonym is marked; not in a text that has some already. */
  readonly escape: boolean;
}

/** Replaces whole words that look like a login: no part of a longer one is looked at. */
export function replaceWords<T>(text: string, { find, replace, escape }: Replacing<T>): string {
  return text.replace(/[A-Za-z0-9][A-Za-z0-9_-]*/g, (run, at: number) => {
    // Old logins may end in a hyphen; mostly it belongs to the text around.
    const words = /[_-]$/.test(run) ? [run, run.replace(/[_-]+$/, "")] : [run];
    for (const word of words) {
      const found = word.length <= LONGEST_LOGIN ? find(word) : undefined;
      const end = at + word.length;
      if (found === undefined || !isWhole(text, at, end)) continue;
      const isMentioned = isMention(text, at) && text[end] !== "/";
      const replaced = replace(found, { text: word, isMention: isMentioned });
      if (replaced !== null) return replaced + run.slice(word.length);
    }
    return escape && run.includes("erson-") ? run.replace(LITERAL, "$&-l") : run;
  });
}

function isWhole(text: string, start: number, end: number): boolean {
  const after = Array.from(text.slice(end, end + 2))[0] ?? "";
  const before = lastOf(text.slice(Math.max(0, start - 2), start));
  return !isLetter(before) && !isLetter(after);
}

function isMention(text: string, at: number): boolean {
  if (text[at - 1] !== "@") return false;
  const before = lastOf(text.slice(Math.max(0, at - 3), at - 1));
  // `ola@example.com` names nobody on GitHub.
  return !isLetter(before) && !/[._/@+-]/.test(before);
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}\p{M}]/u.test(character);
}

function lastOf(text: string): string {
  return Array.from(text).at(-1) ?? "";
}

function capitalised(lower: string, capitals: bigint): string {
  return Array.from(lower, (letter, at) =>
    (capitals >> BigInt(at)) & 1n ? letter.toUpperCase() : letter,
  ).join("");
}
