import { loadKnowledge } from "../../configuration.ts";
import { VERSION } from "../../version.ts";
import { openLedger, withDatabase } from "../with-database.ts";
import type { LedgerDesk } from "./ledger-command.ts";

/** Opens the server's ledger, lets it be used, and closes it. */
export function withLedger<T>(
  environment: NodeJS.ProcessEnv,
  use: (desk: LedgerDesk) => Promise<T>,
): Promise<T> {
  const knowledge = loadKnowledge();
  return withDatabase(environment, async (database) =>
    use({
      ledger: await openLedger(database, { knowledge, version: VERSION }),
      knowledge,
      version: VERSION,
    }),
  );
}
