import { couldNotRun, onOneLine } from "../command.ts";
import type { DataCommand } from "../data-command.ts";
import { ONE_REPOSITORY, repositoryIn } from "./options.ts";

const DETAILS = `Goes through every entry from the first: whether it hashes to what stands beside it,
names the entry before it, and holds the decision that was hashed; and whether
the chain ends where it ended last. The first broken entry is named, with what is
wrong with it. Keep the hash that is printed: whoever could write into the
database could also write a whole new chain, but not one that ends with it.

0: every chain is intact; 1: one is broken.`;

/** `portcullis ledger verify`: says whether what was recorded still stands as it was recorded. */
export const verify: DataCommand<string | null> = {
  name: "ledger verify",
  summary: "Says whether the record of decisions was tampered with.",
  details: DETAILS,
  options: [ONE_REPOSITORY],
  understand: repositoryIn,
  async act(asked, { ledger }, surroundings) {
    const all = await ledger.repositories();
    const wanted = asked?.toLowerCase() ?? null;
    const repositories = wanted === null ? all : all.filter((each) => each === wanted);
    if (wanted !== null && repositories.length === 0) {
      return couldNotRun(surroundings, `Nothing was recorded of ${wanted}.`);
    }
    const { verifyChain } = await import("../../application/index.ts");
    let isBroken = false;
    for (const repository of repositories) {
      const verdict = await verifyChain(ledger.chain(repository), () => ledger.head(repository));
      if (verdict.status === "broken") isBroken = true;
      const words =
        verdict.status === "intact"
          ? `✓ ${repository}: ${entries(verdict.entries)}, intact, ends with ${verdict.head ?? "nothing"}`
          : `✗ ${repository}: broken. ${verdict.break.message}${numbered(verdict.break.number)}`;
      surroundings.stdout.write(`${onOneLine(words)}\n`);
    }
    if (repositories.length === 0) surroundings.stdout.write("Nothing was recorded yet.\n");
    return isBroken ? 1 : 0;
  },
};

function entries(count: number): string {
  return count === 1 ? "1 entry" : `${count} entries`;
}

function numbered(number: number | null): string {
  return number === null ? "" : ` (It is number ${number} in portcullis ledger show.)`;
}
