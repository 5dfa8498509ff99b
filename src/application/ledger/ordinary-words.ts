import type { Evidence } from "../../domain/index.ts";
import type { Knowledge } from "../knowledge.ts";
import { digestibleKnowledge } from "../digest-of-knowledge.ts";

/** Words of the policy's and the documents' formats, as far as they stand nowhere in `config/`. */
const FORMATS = `accepted added always any block commit critical docs enforce escalated false github
ignore install low medium never no none null observe off open passed portcullis prerelease push
redraft reject report resolved standard true version wait well-known yes`.split(/\s+/);

/**
 * Tells of a login whether it is also an ordinary word of this evidence: one that Portcullis itself
 * uses, a key of a document, or the name of a branch, a label, a tag, an organisation or a team.
 * Such a login is taken for a person only where nothing else can be meant.
 */
export function ordinaryWords(
  evidence: Evidence,
  knowledge: Knowledge,
): (login: string) => boolean {
  const own = wordsOfKnowledge(knowledge);
  const names = namesIn(evidence);
  let keys: ReadonlySet<string> | null = null;
  return (login) => {
    const word = login.toLowerCase();
    if (own.has(word) || names.has(word)) return true;
    keys ??= keysIn(evidence);
    return keys.has(word);
  };
}

const known = new WeakMap<Knowledge, ReadonlySet<string>>();

function wordsOfKnowledge(knowledge: Knowledge): ReadonlySet<string> {
  const before = known.get(knowledge);
  if (before) return before;
  const text = JSON.stringify(digestibleKnowledge(knowledge)).toLowerCase();
  const words = new Set([...FORMATS, ...(text.match(/[a-z0-9][a-z0-9_-]*/g) ?? [])]);
  known.set(knowledge, words);
  return words;
}

function namesIn({ candidate, defaultBranch, people, policies, range }: Evidence) {
  const { pullRequest } = candidate;
  const names = [
    defaultBranch,
    candidate.release,
    candidate.environment,
    pullRequest?.base.ref,
    ...(pullRequest?.labels ?? []),
    range.status === "read" ? range.value?.fromName : null,
    ...policies.flatMap(({ repository }) => repository.split("/")),
    ...candidate.repository.split("/"),
    ...Object.keys(people.teams).flatMap((team) => team.split("/")),
  ];
  return new Set(names.flatMap((name) => name?.toLowerCase() ?? []));
}

const KEY = /(?:^|[{,\n-])[ \t]*["']?([A-Za-z0-9][A-Za-z0-9_-]{0,99})["']?[ \t]*:(?=\s|$)/g;

/** Whatever could be a key of YAML, in any text. */
function keysIn({ files, policies }: Evidence): ReadonlySet<string> {
  const entries = [...Object.values(files), ...policies.map(({ entry }) => entry)];
  const texts = entries.flatMap((entry) => (entry.kind === "file" ? (entry.text ?? []) : []));
  return new Set(
    texts.flatMap((text) => Array.from(text.matchAll(KEY), ([, key = ""]) => key.toLowerCase())),
  );
}
