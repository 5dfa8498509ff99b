import { decide, type Entry } from "../../../src/application/index.ts";
import type { Evidence } from "../../../src/domain/index.ts";
import type { Database } from "../../../src/store/database/database.ts";
import { DatabaseLedger } from "../../../src/store/index.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { shopEvidence } from "../../support/shop.ts";

/** A ledger at the time of the example. */
export function ledgerIn(
  database: Database,
  own: { readonly version?: string; readonly now?: string } = {},
): DatabaseLedger {
  const { version = "1.2.3", now = "2026-11-20T12:00:01Z" } = own;
  return new DatabaseLedger(database.sql, {
    knowledge: KNOWLEDGE,
    version,
    clock: () => new Date(now),
  });
}

/** Evidence about another pull request, or another repository. */
export function evidenceOn(
  number: number,
  { repository = "acme/shop", ...own }: Partial<Evidence> & { readonly repository?: string } = {},
): Evidence {
  const evidence = shopEvidence();
  const { pullRequest } = evidence.candidate;
  if (pullRequest === null) throw new Error("The example is a pull request.");
  const candidate = { ...evidence.candidate, repository, pullRequest: { ...pullRequest, number } };
  return { ...evidence, candidate, ...own };
}

/** Records what is decided from the evidence. */
export function recordFrom(ledger: DatabaseLedger, evidence: Evidence): Promise<Entry | null> {
  return ledger.record({ decision: decide(evidence, KNOWLEDGE), evidence });
}
