import type { Evidence, PolicySource } from "../../domain/index.ts";
import { loginPlaces } from "../../policy/index.ts";
import { isPerson, withoutOthers, type Named, type Pseudonyms } from "./accounts.ts";
import { looksLikeLogin, numberOf, replaceWords, write, type Word } from "./pseudonyms.ts";

/** How a rewriting goes about it. */
export interface RewriteOptions {
  /** Whether a login is also an ordinary word: then only certain places are changed. */
  readonly isOrdinary: (login: string) => boolean;
  /** Also the ids of the accounts: then nothing is left of them. */
  readonly ids: boolean;
  /** Whether what only looks like a pseudonym is marked; not where some are pseudonyms already. */
  readonly escape: boolean;
}

/** What became of evidence. */
export interface Rewritten {
  readonly evidence: Evidence;
  /** How often an ordinary word was left, although it is a login too. */
  readonly left: number;
  readonly changed: boolean;
}

/** Our own words, ids and times, and what names a repository: nobody's name stands there. */
const NEVER: ReadonlySet<string> = new Set(
  `at commit ecosystem from kind mergedAs oid publishedAt repository severity sha256 since stage
  state status submittedAt tree was`.split(/\s+/),
);

/** Members whose keys were chosen by people: paths, globs, logins, teams. */
const DICTIONARIES: ReadonlySet<string> = new Set([
  "files",
  "listings",
  "before",
  "users",
  "teams",
]);

/**
 * Puts pseudonyms where persons stand in evidence: as persons, as whom a policy names, as mentions,
 * and wherever their login stands as a whole word.
 */
export function rewriteEvidence(
  evidence: Evidence,
  names: Pseudonyms,
  options: RewriteOptions,
): Rewritten {
  const meant = options.ids ? withoutOthers(names, evidence) : names;
  const rewriter = new Rewriter(meant, options);
  return { evidence: rewriter.evidence(evidence), left: rewriter.left, changed: rewriter.changed };
}

/** A name that is no login, such as whom a document calls an owner, in any case. */
function asPhrase(name: string): RegExp {
  const written = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${written}(?![\\p{L}\\p{N}])`, "giu");
}

class Rewriter {
  left = 0;
  changed = false;
  readonly #names: Pseudonyms;
  readonly #options: RewriteOptions;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #phrases: readonly { readonly pattern: RegExp; readonly named: Named }[];
  readonly #ordinary = new Map<string, boolean>();

  constructor(names: Pseudonyms, options: RewriteOptions) {
    this.#names = names;
    this.#options = options;
    this.#ids = new Map([...names.values()].map(({ pseudonym, id }) => [pseudonym, String(id)]));
    this.#phrases = [...names.values()]
      .filter(({ login }) => !looksLikeLogin(login))
      .map((named) => ({ named, pattern: asPhrase(named.login) }));
  }

  evidence({ policies, ...rest }: Evidence): Evidence {
    return {
      ...(this.#value(rest, "") as Omit<Evidence, "policies">),
      policies: policies.map((source) => this.#policy(source)),
    };
  }

  #policy(source: PolicySource): PolicySource {
    const { entry } = source;
    if (entry.kind !== "file" || entry.text === undefined) {
      return { ...source, entry: this.#value(entry, "entry") as PolicySource["entry"] };
    }
    const { text } = entry;
    let rewritten = "";
    let at = 0;
    for (const { start, end } of loginPlaces(text)) {
      rewritten += this.#text(text.slice(at, start)) + this.#place(text.slice(start, end));
      at = end;
    }
    return { ...source, entry: { ...entry, text: rewritten + this.#text(text.slice(at)) } };
  }

  #value(value: unknown, key: string): unknown {
    if (typeof value === "string") return NEVER.has(key) ? value : this.#text(value);
    if (Array.isArray(value)) return value.map((element) => this.#value(element, key));
    if (value === null || typeof value !== "object") return value;
    if (isPerson(value)) return this.#person(value);
    const entries = Object.entries(value).map(([name, member]) => [
      key === "users" ? this.#place(name) : DICTIONARIES.has(key) ? this.#text(name) : name,
      // A file may be called as one of our own members is.
      this.#value(member, DICTIONARIES.has(key) ? "" : name),
    ]);
    return Object.fromEntries(entries) as unknown;
  }

  #person<P extends { readonly id: number; readonly login: string; readonly bot: boolean }>(
    person: P,
  ): P {
    const named = this.#names.get(person.login.toLowerCase());
    if (named === undefined || person.bot) return person;
    this.changed = true;
    const id = this.#options.ids ? numberOf(named.pseudonym) : person.id;
    return { ...person, id, login: write(named.pseudonym, named.login, person.login) };
  }

  /** Where nothing but a login can stand; its case means nothing there. */
  #place(text: string): string {
    return this.#replace(text, (named) => {
      this.changed = true;
      return named.pseudonym;
    });
  }

  #text(text: string): string {
    return this.#replace(text, (named, word) => {
      const isCertain = word.isMention || !(named.onlyMentioned || this.#isOrdinary(named.login));
      if (!isCertain) {
        this.left++;
        return null;
      }
      this.changed = true;
      return write(named.pseudonym, named.login, word.text);
    });
  }

  /** `101+ola@users.noreply.github.com`: GitHub's own addresses begin with the id. */
  #withoutIds(text: string): string {
    return text.replace(
      /(?<!\d)(\d+)\+(?=(person-[0-9a-f]{12}))/gi,
      (all, id: string, base: string) =>
        this.#ids.get(base.toLowerCase()) === id ? `${numberOf(base)}+` : all,
    );
  }

  #replace(text: string, use: (named: Named, word: Word) => string | null): string {
    const replaced = replaceWords(text, {
      find: (word) => this.#names.get(word.toLowerCase()),
      replace: use,
      escape: this.#options.escape,
    });
    const whole = this.#phrases.reduce(
      (sofar, { pattern, named }) =>
        sofar.replace(pattern, (written) => {
          this.changed = true;
          return write(named.pseudonym, named.login, written);
        }),
      replaced,
    );
    return this.#options.ids && whole !== text ? this.#withoutIds(whole) : whole;
  }

  #isOrdinary(login: string): boolean {
    const known = this.#ordinary.get(login) ?? this.#options.isOrdinary(login);
    this.#ordinary.set(login, known);
    return known;
  }
}
