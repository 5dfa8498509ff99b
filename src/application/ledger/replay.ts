import type { Decision } from "../../domain/index.ts";
import { decide, serialise } from "../decide.ts";
import { digestOf, digestOfEvidence } from "../digest.ts";
import type { Knowledge } from "../knowledge.ts";
import { digestOfKnowledge } from "../digest-of-knowledge.ts";
import type { KeptEvidence, RecordedDecision } from "./ledger.ts";
import { pseudonymsIn, restore, type Pseudonym } from "./pseudonyms.ts";

/** What came of deciding once more from the evidence that was kept. */
export type Replay =
  | { readonly status: "no-evidence" }
  /** What is kept is not what was decided from. */
  | { readonly status: "changed" }
  | Replayed;

export interface Replayed {
  readonly status: "same" | "different";
  /** Somebody was taken out since: compared under pseudonyms, and without the two digests. */
  readonly redacted: boolean;
  /** One of them is still known: it goes on at this moment, or was interrupted. */
  readonly unfinished: boolean;
  /** Recorded by another version of Portcullis, or with another catalogue. */
  readonly recordedBy: {
    readonly version: string;
    readonly anotherVersion: boolean;
    readonly anotherCatalogue: boolean;
  };
  /** Both as they are handed out, names in them as far as they are known. */
  readonly recorded: string;
  readonly replayed: string;
}

/** Who replays. */
export interface Replayer {
  readonly knowledge: Knowledge;
  readonly version: string;
  /** Of everybody in `pseudonymsToReplay` who is still known. */
  readonly logins: ReadonlyMap<Pseudonym, string>;
}

/**
 * Whom the recorded decision names, and who was taken out of its evidence: as long as their accounts
 * are known, a person may have one pseudonym there and another one here.
 */
export function pseudonymsToReplay({ decision, evidence }: RecordedDecision): readonly Pseudonym[] {
  return [...new Set([...pseudonymsIn(decision), ...takenOutOf(evidence)])];
}

/** Decides again from the evidence of a recorded decision, and compares to the byte. */
export function replay(
  { entry, decision, evidence: kept }: RecordedDecision,
  { knowledge, version, logins }: Replayer,
): Replay {
  if (kept.status === "deleted") return { status: "no-evidence" };
  const { evidence, redacted } = kept;
  const { body } = entry;
  if (!redacted && digestOfEvidence(evidence) !== body.evidence) return { status: "changed" };
  if (digestOf(decision) !== body.decision) return { status: "changed" };
  const recorded = restore(decision, logins);
  const again = decide(evidence, knowledge);
  const replayed = redacted
    ? restore(serialise(withDigestsOf(decision, again)), logins)
    : serialise(again);
  const isSame = redacted
    ? withoutNames(replayed) === withoutNames(recorded)
    : replayed === recorded;
  return {
    status: isSame ? "same" : "different",
    redacted,
    unfinished: takenOutOf(kept).some((pseudonym) => logins.has(pseudonym)),
    recordedBy: {
      version: body.version,
      anotherVersion: body.version !== version,
      anotherCatalogue: body.catalogue !== digestOfKnowledge(knowledge),
    },
    recorded,
    replayed,
  };
}

function takenOutOf(kept: KeptEvidence): readonly Pseudonym[] {
  if (kept.status === "deleted" || !kept.redacted) return [];
  return pseudonymsIn(JSON.stringify(kept.evidence));
}

/** Where a name was taken out of it, what was read has another digest. */
function withDigestsOf(recorded: string, again: Decision): Decision {
  const { policy, evidence } = JSON.parse(recorded) as Decision;
  return { ...again, policy: { ...again.policy, digest: policy.digest }, evidence };
}

/**
 * Who was forgotten may have had several pseudonyms (before GitHub told the id of a login, and
 * after): what counts is that the same person stands in the same places.
 */
function withoutNames(text: string): string {
  const forgotten = pseudonymsIn(text);
  return restore(text, new Map(forgotten.map((each, at) => [each, `forgotten-${at}`])));
}
