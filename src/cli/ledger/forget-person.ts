import type { PersonAsked, PersonTraces } from "../../application/index.ts";
import { onOneLine } from "../command.ts";
import { wrong } from "../options.ts";
import type { DataCommand } from "../data-command.ts";
import { numberIn } from "./options.ts";

const DETAILS = `Deletes who stands behind the pseudonyms of a person, and puts pseudonyms into the
evidence that is kept. What was recorded stays: it never held the name, so the
chain still verifies. It cannot be undone. Without --yes it is only said what
would be done. If somebody still acts on GitHub, or stands in a policy, the next
decision knows them again: take them out there first. Backups are yours.

The server goes on meanwhile. Where it is interrupted, run it again: it takes the
name out of the evidence that is left, and counts that.

0: nothing is left to do; 1: something would be done with --yes.`;

/** `portcullis ledger forget-person`: erases a person, and nothing of what was decided. */
export const forgetPerson: DataCommand<PersonAsked> = {
  name: "ledger forget-person",
  argument: "LOGIN",
  summary: "Erases a person from the record, which still verifies.",
  details: DETAILS,
  options: [
    { name: "id", value: "N", help: "which account, where several had the login" },
    { name: "yes", value: null, help: "do it; without it, it is only said what would be done" },
  ],
  understand({ argument, values, flags }) {
    const login = (argument ?? "").replace(/^@/, "").trim();
    if (login === "") return wrong("Say whom: the login on GitHub.");
    const id = numberIn(values.get("id"), "--id", null);
    if (id.status === "misunderstood") return id;
    const forget = flags.has("yes");
    return {
      status: "understood",
      value: { login, forget, ...(id.value === null ? {} : { id: id.value }) },
    };
  },
  async act(asked, { ledger }, { stdout }) {
    const traces = await ledger.person(asked);
    if (traces === null) {
      stdout.write(`${onOneLine(`Nothing is known of ${asked.login}.`)}\n`);
      return 0;
    }
    const forgotten = asked.forget && !traces.ambiguous;
    for (const line of wordsFor(asked.login, forgotten, traces))
      stdout.write(`${onOneLine(line)}\n`);
    return forgotten ? 0 : 1;
  },
};

function wordsFor(login: string, forget: boolean, traces: PersonTraces): readonly string[] {
  const { accounts, ambiguous, decisions, evidence, ordinary, repositories } = traces;
  const known = accounts.map((each) => each.login + (each.id === null ? "" : ` (id ${each.id})`));
  const who = accounts.length > 0 ? [`${login} is known as: ${known.join(", ")}.`] : [];
  if (ambiguous)
    return [
      ...who,
      "Several people had this login, one after the other: say with --id who is meant, one at a time. Nothing was changed.",
    ];
  return [
    ...who,
    `${counted(decisions, "decision names", "decisions name")} them, under a pseudonym: nobody ${forget ? "knows any more" : "would know any more"} whose.`,
    `${counted(evidence, "piece", "pieces")} of evidence ${forget ? "had" : "would have"} the name taken out.`,
    ...(ordinary > 0
      ? [
          `${login} is also an ordinary word here: ${counted(ordinary, "place", "places")} where it need not mean the person ${forget ? "was" : "would be"} left.`,
        ]
      : []),
    ...repositories.map(
      (each) => `The repository ${each} is called after the login: its name stays in the record.`,
    ),
    forget
      ? "Done. Backups and exports that were made before still hold the name."
      : "Nothing was changed. With --yes it is done, and cannot be undone.",
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
