import type { Decision, Evidence } from "../../domain/index.ts";
import { decide, serialise } from "../decide.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Pseudonyms } from "./accounts.ts";
import { mapTexts } from "./decision-texts.ts";
import { ordinaryWords } from "./ordinary-words.ts";
import { replaceWords, restore, write } from "./pseudonyms.ts";
import { rewriteEvidence } from "./rewrite.ts";

/**
 * The decision with a pseudonym wherever it names a person, as it is chained. It is decided once
 * more, from evidence in which pseudonyms stand: so they stand exactly where a person was meant,
 * whatever else the login may be called. Where that comes out as another decision (a message that
 * was cut off by its length), every word of the decision's texts that is a login is replaced.
 */
export function pseudonymise(
  decision: Decision,
  evidence: Evidence,
  names: Pseudonyms,
  knowledge: Knowledge,
): Decision {
  const options = { isOrdinary: ordinaryWords(evidence, knowledge), ids: false, escape: true };
  const again = decide(rewriteEvidence(evidence, names, options).evidence, knowledge);
  const { policy, candidate } = decision;
  // Of what was really read.
  const meant: Decision = { ...again, candidate, policy, evidence: decision.evidence };
  const logins = loginsOf(names);
  if (restore(serialise(meant), logins) === serialise(decision)) return meant;
  return everyWord(decision, names);
}

/** The logins by their pseudonyms. */
export function loginsOf(names: Pseudonyms): ReadonlyMap<string, string> {
  return new Map([...names.values()].map(({ pseudonym, login }) => [pseudonym, login]));
}

function everyWord(decision: Decision, names: Pseudonyms): Decision {
  return mapTexts(decision, (text) =>
    replaceWords(text, {
      find: (word) => names.get(word.toLowerCase()),
      replace: (named, word) =>
        named.onlyMentioned && !word.isMention
          ? null
          : write(named.pseudonym, named.login, word.text),
      escape: true,
    }),
  );
}
