import type { Knowledge, Ledger } from "../../application/index.ts";
import { couldNotRun, type Command, type ExitCode, type Surroundings } from "../command.ts";
import type { Given, Parsed } from "../options.ts";

/** What a command about the ledger works with. */
export interface LedgerDesk {
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
  /** Portcullis' own, with which decisions are replayed. */
  readonly version: string;
}

/** A command about the ledger: how its request is understood, and what it then does. */
export interface LedgerCommand<Request> extends Omit<Command, "run"> {
  understand(given: Given): Parsed<Request>;
  act(request: Request, desk: LedgerDesk, surroundings: Surroundings): Promise<ExitCode>;
}

/** The same as a command of the command line, which opens the server's ledger. */
export function ledgerCommand<Request>(own: LedgerCommand<Request>): Command {
  return {
    ...own,
    async run(given, surroundings) {
      const request = own.understand(given);
      if (request.status === "misunderstood") {
        return couldNotRun(surroundings, `${request.message} See portcullis ${own.name} --help.`);
      }
      const { NoDatabase } = await import("../with-database.ts");
      const { withLedger } = await import("./with-ledger.ts");
      try {
        return await withLedger(surroundings.environment, (desk) =>
          own.act(request.value, desk, surroundings),
        );
      } catch (error) {
        if (error instanceof NoDatabase) return couldNotRun(surroundings, error.message);
        throw error;
      }
    },
  };
}
