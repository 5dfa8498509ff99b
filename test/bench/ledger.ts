import { performance } from "node:perf_hooks";
import { decide, verifyChain } from "../../src/application/index.ts";
import type { Database } from "../../src/store/index.ts";
import { DatabaseLedger } from "../../src/store/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { shopEvidence } from "../support/shop.ts";
import type { Table } from "./table.ts";

/**
 * Rows about a ledger of so many decisions of one repository, in a database that is empty and
 * migrated: whether appending and verifying stay linear, and how long a page takes.
 */
export async function measureLedger(
  table: Table,
  database: Database,
  decisions = 10_000,
): Promise<void> {
  const ledger = new DatabaseLedger(database.sql, { knowledge: KNOWLEDGE, version: "bench" });
  const evidence = shopEvidence();
  const decision = decide(evidence, KNOWLEDGE);
  const tenth = Math.round(decisions / 10);
  const per = async (from: number, count: number) => {
    const begin = performance.now();
    for (let number = from; number < from + count; number++) {
      // Another pull request each time, decided from the same evidence: what is chained is new.
      const candidate = { ...decision.candidate, number };
      await ledger.record({ decision: { ...decision, candidate }, evidence });
    }
    return (performance.now() - begin) / count;
  };
  const first = await per(1, tenth);
  await per(1 + tenth, decisions - 2 * tenth);
  const last = await per(1 + decisions - tenth, tenth);
  table.row(
    `appending a decision, the first ${tenth} and the last ${tenth} of ${decisions}`,
    "linear",
    `${first.toFixed(1)} and ${last.toFixed(1)} ms`,
  );

  const half = performance.now();
  await verify(ledger, decisions / 2);
  const whole = performance.now();
  await verify(ledger, decisions);
  const end = performance.now();
  table.row(
    `verifying ${decisions / 2} and ${decisions} of them`,
    "linear",
    `${Math.round(whole - half)} and ${Math.round(end - whole)} ms`,
  );

  const times: number[] = [];
  for (let run = 0; run < 21; run++) {
    const begin = performance.now();
    await ledger.page({ repository: "acme/shop", before: decisions - run * 400, limit: 50 });
    times.push(performance.now() - begin);
  }
  const median = times.sort((a, b) => a - b)[10] ?? 0;
  table.row("a page of 50 of them, median of 21", "≤ 20 ms", `${median.toFixed(1)} ms`);
}

/** Goes through the chain, or through its beginning. */
async function verify(ledger: DatabaseLedger, entries: number): Promise<void> {
  const head = await ledger.head("acme/shop");
  const rows = async function* () {
    for await (const row of ledger.chain("acme/shop")) {
      yield row;
      if (row.sequence >= entries) return;
    }
  };
  const verdict = await verifyChain(rows(), () => Promise.resolve(head));
  if (verdict.status === "broken" && entries === head?.sequence) {
    throw new Error(verdict.break.message);
  }
}
