/** The record of decisions: how it is chained, pseudonymised, verified and replayed. */
export { accountsIn } from "./accounts.ts";
export type { Account, Named, Pseudonyms } from "./accounts.ts";
export { digestOf } from "../digest.ts";
export { candidateKey, sameness, seal } from "./entry.ts";
export type { Entry, EntryBody } from "./entry.ts";
export type * from "./ledger.ts";
export { ordinaryWords } from "./ordinary-words.ts";
export { loginsOf, pseudonymise } from "./pseudonymise.ts";
export { pseudonymFrom, pseudonymsIn, restore } from "./pseudonyms.ts";
export type { Pseudonym } from "./pseudonyms.ts";
export { pseudonymsToReplay, replay } from "./replay.ts";
export type { Replay, Replayed } from "./replay.ts";
export { rewriteEvidence } from "./rewrite.ts";
export { verifyChain } from "./verify-chain.ts";
export type { ChainBreak, ChainHead, ChainRow, ChainVerdict } from "./verify-chain.ts";
