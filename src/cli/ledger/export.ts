import type { ChainRow, Ledger } from "../../application/index.ts";
import { oneOf } from "../options.ts";
import type { DataCommand } from "../data-command.ts";
import { ONE_REPOSITORY, repositoryIn } from "./options.ts";

interface ExportRequest {
  readonly repository: string | null;
  /** Whether names are left out. */
  readonly pseudonyms: boolean;
}

const DETAILS = `Writes one JSON object a line, the oldest entry of each repository first. "entry"
and "decision" are the very texts that were hashed: whoever has the file can check
the chain without Portcullis; docs/reference/ledger.md shows how in a few lines.
"restored" is the decision with the names of those who were not forgotten; it is
left out with --pseudonyms.`;

/** `portcullis ledger export`: hands the record out, so that others can check it. */
export const exportLedger: DataCommand<ExportRequest> = {
  name: "ledger export",
  summary: "Hands out the record of decisions, so that others can check it.",
  details: DETAILS,
  options: [
    ONE_REPOSITORY,
    { name: "format", value: "ndjson", help: "one JSON object a line (the default)" },
    { name: "pseudonyms", value: null, help: "leave the names of people out" },
  ],
  understand(given) {
    const repository = repositoryIn(given);
    if (repository.status === "misunderstood") return repository;
    const format = oneOf("--format", given.values.get("format") ?? "ndjson", ["ndjson"]);
    if (format.status === "misunderstood") return format;
    const pseudonyms = given.flags.has("pseudonyms");
    return { status: "understood", value: { repository: repository.value, pseudonyms } };
  },
  async act({ repository, pseudonyms }, { ledger }, { stdout }) {
    const repositories = repository === null ? await ledger.repositories() : [repository];
    const names = pseudonyms ? null : new Names(ledger);
    for (const each of repositories) {
      for await (const row of ledger.chain(each)) {
        // A reader may be slower than the database: nobody has memory for the whole record.
        await stdout.write(`${JSON.stringify(await exported(row, names))}\n`);
      }
    }
    return 0;
  },
};

async function exported({ hash, text, decision }: ChainRow, names: Names | null) {
  const entry = { hash, entry: text, decision };
  if (names === null) return entry;
  const { pseudonymsIn, restore } = await import("../../application/index.ts");
  const restored = restore(decision, await names.of(pseudonymsIn(decision)));
  return { ...entry, restored: JSON.parse(restored) as unknown };
}

/** Looks every pseudonym up once: the same people come again and again. */
class Names {
  readonly #ledger: Ledger;
  readonly #logins = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async of(pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const fresh = pseudonyms.filter((each) => !this.#asked.has(each));
    for (const each of fresh) this.#asked.add(each);
    for (const [pseudonym, login] of await this.#ledger.logins(fresh)) {
      this.#logins.set(pseudonym, login);
    }
    return this.#logins;
  }
}
