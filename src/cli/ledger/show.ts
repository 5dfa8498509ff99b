import type { Entry, PageAsked } from "../../application/index.ts";
import { onOneLine } from "../command.ts";
import type { DataCommand } from "../data-command.ts";
import { numberIn, ONE_REPOSITORY, repositoryIn } from "./options.ts";

const PAGE = 50;
const LARGEST_PAGE = 1_000;

const DETAILS = `One line for each decision that differed from the candidate's one before, newest
first: its number, when it was recorded, the repository and its entry there, what
was decided about, and how. The number is what the other commands take.`;

/** `portcullis ledger show`: lists what was decided, a page at a time. */
export const show: DataCommand<PageAsked> = {
  name: "ledger show",
  summary: "Lists the decisions that were recorded, newest first.",
  details: DETAILS,
  options: [
    ONE_REPOSITORY,
    { name: "limit", value: "N", help: `so many at the most (default: ${PAGE})` },
    { name: "before", value: "N", help: "only those before this number" },
  ],
  understand(given) {
    const repository = repositoryIn(given);
    if (repository.status === "misunderstood") return repository;
    const limit = numberIn(given.values.get("limit"), "--limit", PAGE);
    if (limit.status === "misunderstood") return limit;
    const before = numberIn(given.values.get("before"), "--before", null);
    if (before.status === "misunderstood") return before;
    return {
      status: "understood",
      value: {
        limit: Math.min(limit.value, LARGEST_PAGE),
        ...(repository.value === null ? {} : { repository: repository.value }),
        ...(before.value === null ? {} : { before: before.value }),
      },
    };
  },
  async act(asked, { ledger }, { stdout }) {
    const entries = await ledger.page(asked);
    const width = String(entries[0]?.number ?? 0).length;
    for (const entry of entries) stdout.write(`${lineOf(entry, width)}\n`);
    const last = entries.at(-1);
    if (last === undefined) stdout.write("Nothing was recorded.\n");
    else if (entries.length === asked.limit) stdout.write(`Older ones: --before ${last.number}\n`);
    return 0;
  },
};

function lineOf({ number, body }: Entry, width: number): string {
  const when = `${body["recorded-at"].slice(0, 16).replace("T", " ")} UTC`;
  const where = onOneLine(`${body.repository}:${body.sequence}  ${body.candidate}`);
  return `${String(number).padStart(width)}  ${when}  ${body.outcome.padEnd(7)}  ${where}`;
}
