import type { Desk } from "../../src/cli/data-command.ts";
import { UnhandledDeliveries, type Database } from "../../src/store/index.ts";
import { ledgerIn } from "../store/ledger/support.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";

/** What commands about the server's data work with, in this database. */
export function deskIn(database: Database): Desk {
  return {
    ledger: ledgerIn(database),
    deliveries: new UnhandledDeliveries(database.sql),
    knowledge: KNOWLEDGE,
    version: "1.2.3",
  };
}
