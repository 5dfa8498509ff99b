import type { Decision, Evidence, Person } from "../../domain/index.ts";
import { loginPlaces } from "../../policy/index.ts";
import { answerableIn, textsOf } from "./decision-texts.ts";
import { replaceWords, type Pseudonym, type Word } from "./pseudonyms.ts";

/** Somebody who occurs in evidence or in a decision. */
export interface Account {
  /** GitHub's id; null where only a login stands, as in a policy. */
  readonly id: number | null;
  /** As GitHub writes it; in lower case where only a text names it. */
  readonly login: string;
  /** Occurs only as `@login` in some text: the bare word may be any word. */
  readonly onlyMentioned: boolean;
}

/** An account with the pseudonym that stands for it. */
export interface Named extends Account {
  readonly pseudonym: Pseudonym;
}

/** Who stands behind each login (in lower case), and the pseudonym for it. */
export type Pseudonyms = ReadonlyMap<string, Named>;

/** What is longer is no name, but a text. */
const LONGEST_NAME = 200;

/**
 * Everybody whom evidence knows, or a decision mentions, each login once. Bots are no persons, and
 * keep their names.
 */
export function accountsIn(evidence: Evidence, decision: Decision): readonly Account[] {
  const accounts = new Map<string, Account>();
  const add = (account: Account) => {
    const key = account.login.toLowerCase();
    if (!accounts.has(key)) accounts.set(key, account);
  };
  const bots = new Set<string>();
  for (const { id, login, bot } of personsIn(evidence)) {
    if (bot) bots.add(login.toLowerCase());
    else add({ id, login, onlyMentioned: false });
  }
  for (const login of namedIn(evidence)) {
    if (!bots.has(login)) add({ id: null, login, onlyMentioned: false });
  }
  for (const who of answerableIn(decision)) {
    const name = who.replace(/^@/, "");
    if (name !== "" && name.length <= LONGEST_NAME && !bots.has(name.toLowerCase()))
      add({ id: null, login: name, onlyMentioned: false });
  }
  for (const login of mentionedIn(textsOf(decision))) {
    if (!bots.has(login)) add({ id: null, login, onlyMentioned: true });
  }
  return [...accounts.values()];
}

/**
 * Without those whose login is another account's in this evidence: GitHub tells the logins of one
 * moment, so there it is the other one whom every word means. That may be a bot, unless a person with
 * the login is there too.
 */
export function withoutOthers(names: Pseudonyms, evidence: Evidence): Pseudonyms {
  const [people, bots, others] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { id, login, bot } of personsIn(evidence)) {
    const key = login.toLowerCase();
    const named = names.get(key);
    (bot ? bots : people).add(key);
    if (!bot && named !== undefined && named.id !== null && named.id !== id) others.add(key);
  }
  const isAnother = (login: string) => others.has(login) || (bots.has(login) && !people.has(login));
  return new Map([...names].filter(([login]) => !isAnother(login)));
}

/** Whether a value has the shape in which evidence holds a person. */
export function isPerson(value: object): value is Person {
  const { id, login, bot } = value as Partial<Person>;
  return typeof id === "number" && typeof login === "string" && typeof bot === "boolean";
}

function personsIn(value: unknown): readonly Person[] {
  if (value === null || typeof value !== "object") return [];
  if (isPerson(value)) return [value];
  return Object.values(value).flatMap(personsIn);
}

/** Whom a policy names, whether anybody looked them up or not. */
function namedIn({ people, policies }: Evidence): readonly string[] {
  const inPolicies = policies.flatMap(({ entry }) => {
    const text = entry.kind === "file" ? (entry.text ?? "") : "";
    return loginPlaces(text).flatMap(({ start, end }) => loginsIn(text.slice(start, end)));
  });
  return [...Object.keys(people.users).map((login) => login.toLowerCase()), ...inPolicies];
}

function loginsIn(text: string): readonly string[] {
  return wordsOf(text).map((word) => word.text.toLowerCase());
}

function mentionedIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    wordsOf(text)
      .filter((word) => word.isMention)
      .map((word) => word.text.toLowerCase()),
  );
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const keep = (_: string, word: Word) => {
    words.push(word);
    return null;
  };
  replaceWords(text, { find: (word) => word, replace: keep, escape: false });
  return words;
}
