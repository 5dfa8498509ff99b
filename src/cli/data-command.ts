import type { Knowledge, Ledger } from "../application/index.ts";
import type { UnhandledDeliveries } from "../store/index.ts";
import { couldNotRun, type Command, type ExitCode, type Surroundings } from "./command.ts";
import type { Given, Parsed } from "./options.ts";

/** What a command about the server's data works with. */
export interface Desk {
  readonly ledger: Ledger;
  readonly deliveries: UnhandledDeliveries;
  readonly knowledge: Knowledge;
  /** Portcullis' own, with which decisions are replayed. */
  readonly version: string;
}

/** A command about the server's data: how its request is understood, and what it then does. */
export interface DataCommand<Request = unknown> extends Omit<Command, "run"> {
  understand(given: Given): Parsed<Request>;
  act(request: Request, desk: Desk, surroundings: Surroundings): Promise<ExitCode>;
}

/**
 * The same as a command of the command line. It opens the server's data; where the server runs and
 * has it open, which in a folder only one process can, the server is asked to do it.
 */
export function dataCommand<Request>(own: DataCommand<Request>): Command {
  return {
    ...own,
    async run(given, surroundings) {
      const request = own.understand(given);
      if (request.status === "misunderstood") {
        return couldNotRun(surroundings, `${request.message} See portcullis ${own.name} --help.`);
      }
      const { InUse, NoDatabase, withDesk } = await import("./with-database.ts");
      try {
        return await withDesk(surroundings.environment, (desk) =>
          own.act(request.value, desk, surroundings),
        );
      } catch (error) {
        if (error instanceof NoDatabase) return couldNotRun(surroundings, error.message);
        if (!(error instanceof InUse)) throw error;
        const { knock } = await import("./door/knock.ts");
        const answered = await knock(error.door, { command: own.name, given }, surroundings);
        return answered ?? couldNotRun(surroundings, error.message);
      }
    },
  };
}
