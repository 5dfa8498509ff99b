import type { Decision, Evidence } from "../../domain/index.ts";
import { decide, serialise } from "../decide.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Pseudonyms } from "./accounts.ts";
import { mapAnswerable, mapTexts } from "./decision-texts.ts";
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
  const meant = withoutAnswerable(
    { ...again, candidate, policy, evidence: decision.evidence },
    names,
  );
  const logins = loginsOf(names);
  if (restore(serialise(meant), logins) === serialise(decision)) return meant;
  return everyWord(decision, names);
}

/** Whoever answers for an exception may be named by a name of any kind, or by an ordinary word. */
function withoutAnswerable(decision: Decision, names: Pseudonyms): Decision {
  return mapAnswerable(decision, (who) => hideName(who, names) ?? who);
}

function hideName(who: string, names: Pseudonyms): string | null {
  const name = who.replace(/^@/, "");
  const named = names.get(name.toLowerCase());
  if (named === undefined) return null;
  return who.slice(0, who.length - name.length) + write(named.pseudonym, named.login, name);
}

/** The logins by their pseudonyms. */
export function loginsOf(names: Pseudonyms): ReadonlyMap<string, string> {
  return new Map([...names.values()].map(({ pseudonym, login }) => [pseudonym, login]));
}

function everyWord(decision: Decision, names: Pseudonyms): Decision {
  const hide = (text: string) =>
    replaceWords(text, {
      find: (word) => names.get(word.toLowerCase()),
      replace: (named, word) =>
        named.onlyMentioned && !word.isMention
          ? null
          : write(named.pseudonym, named.login, word.text),
      escape: true,
    });
  return mapTexts(decision, (text, member) =>
    member === "who" ? (hideName(text, names) ?? hide(text)) : hide(text),
  );
}
