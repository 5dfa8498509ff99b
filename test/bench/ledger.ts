import { performance } from "node:perf_hooks";
import { decide, verifyChain } from "../../src/application/index.ts";
import { DatabaseLedger, migrate, type Database } from "../../src/store/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { openData } from "../support/ordeal.ts";
import { shopEvidence } from "../support/shop.ts";
import { PLACES } from "./places.ts";
import type { Table } from "./table.ts";

/** What a busy repository decides in a year. */
const DECISIONS = 10_000;

/** Whether appending and verifying stay linear, and how long a page takes. */
export async function measureLedger(table: Table): Promise<void> {
  for (const begin of PLACES) {
    const place = await begin();
    const database = await openData(place.data);
    await migrate(database.sql);
    table.head(`A ledger of ${DECISIONS.toLocaleString("en")} decisions, ${place.name}`);
    await measure(table, database);
    await database.close();
    await place.end();
  }
}

async function measure(table: Table, database: Database, decisions = DECISIONS): Promise<void> {
  const ledger = new DatabaseLedger(database.sql, { knowledge: KNOWLEDGE, version: "bench" });
  const evidence = shopEvidence();
  const decision = decide(evidence, KNOWLEDGE);
  const tenth = Math.round(decisions / 10);
  const per = async (from: number, count: number) => {
    const begin = performance.now();
    for (let number = from; number < from + count; number++) {
      // Another pull request each time: what is chained and kept is new.
      await ledger.record({
        decision: { ...decision, candidate: { ...decision.candidate, number } },
        evidence: { ...evidence, candidate: { ...evidence.candidate, broughtBy: number } },
      });
    }
    return (performance.now() - begin) / count;
  };
  const first = await per(1, tenth);
  await per(1 + tenth, decisions - 2 * tenth);
  const last = await per(1 + decisions - tenth, tenth);
  table.row(
    `appending one, of the first and the last ${tenth}`,
    "linear",
    `${first.toFixed(1)} and ${last.toFixed(1)} ms`,
  );

  const half = performance.now();
  await verify(ledger, decisions / 2);
  const whole = performance.now();
  await verify(ledger, decisions);
  const end = performance.now();
  table.row(
    `verifying ${decisions / 2} and ${decisions}`,
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
  table.row("a page of 50, median of 21", "≤ 20 ms", `${median.toFixed(1)} ms`);
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
