import type { Replayed } from "../../application/index.ts";
import { couldNotRun, onOneLine, type ExitCode, type Surroundings } from "../command.ts";
import { wrong } from "../options.ts";
import type { DataCommand } from "../data-command.ts";
import { numberIn } from "./options.ts";

/** So many lines of a difference are shown. */
const SHOWN = 20;

const DETAILS = `Decides again from the evidence that was kept, as of the time at which it was
decided, and compares every byte. Where somebody was taken out of the evidence
since, pseudonyms stand on both sides, and the digests of policy and evidence,
which are those of what was read then, are not compared.

0: the same decision; 1: another one, or it cannot be told any more.`;

const UNFINISHED =
  "That person is still known: they are being forgotten now, or that was interrupted. Then run portcullis ledger forget-person with --yes again.";

/** `portcullis ledger replay`: decides again from what was kept, and compares. */
export const replay: DataCommand<number> = {
  name: "ledger replay",
  argument: "ENTRY",
  summary: "Decides again from the evidence of a decision, and compares.",
  details: DETAILS,
  options: [],
  understand({ argument }) {
    const number = numberIn(argument, "The entry", null);
    if (number.status === "misunderstood" || number.value !== null) {
      return number as typeof number & { readonly value: number };
    }
    return wrong("Say which entry: its number in portcullis ledger show.");
  },
  async act(number, { ledger, knowledge, version }, surroundings) {
    const recorded = await ledger.read(number);
    if (recorded === null) return couldNotRun(surroundings, `There is no entry ${number}.`);
    const application = await import("../../application/index.ts");
    const logins = await ledger.logins(application.pseudonymsToReplay(recorded));
    const { body } = recorded.entry;
    const about = `Entry ${number} (${body.repository}, ${body.candidate}, ${body["recorded-at"]})`;
    const answer = application.replay(recorded, { knowledge, version, logins });
    switch (answer.status) {
      case "no-evidence":
        return tell(
          surroundings,
          `${about} cannot be replayed: the evidence was deleted after its retention period.`,
        );
      case "changed":
        return tell(
          surroundings,
          `${about} cannot be replayed: what is stored is not what was recorded. Run portcullis ledger verify.`,
        );
      case "same":
      case "different":
        return compared(about, answer, surroundings);
    }
  },
};

function compared(about: string, answer: Replayed, surroundings: Surroundings): ExitCode {
  const isSame = answer.status === "same";
  const how = answer.redacted
    ? "a person was taken out of its evidence since, so it was compared under pseudonyms and without the digests of policy and evidence"
    : "compared to the byte";
  const words = isSame ? "gives the same decision" : "gives another decision";
  tell(surroundings, `${isSame ? "✓" : "✗"} ${about} ${words}; ${how}.`);
  if (answer.unfinished) tell(surroundings, UNFINISHED);
  const { version, anotherVersion, anotherCatalogue } = answer.recordedBy;
  if (anotherVersion) tell(surroundings, `It was recorded by version ${version}.`);
  if (anotherCatalogue) {
    tell(surroundings, "It was recorded with another catalogue of requirements than this one.");
  }
  for (const line of difference(answer)) surroundings.stdout.write(`${line}\n`);
  return isSame ? 0 : 1;
}

/** Lines that stand only in what was recorded (-), or only in what was decided now (+). */
function difference({ recorded, replayed }: Replayed): readonly string[] {
  if (recorded === replayed) return [];
  const [before, after] = [recorded.split("\n"), replayed.split("\n")];
  const [then, now] = [new Set(before), new Set(after)];
  const lines = [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${onOneLine(line)}`),
    ...after.filter((line) => !then.has(line)).map((line) => `+ ${onOneLine(line)}`),
  ];
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `… and ${more} more lines`] : lines;
}

function tell({ stdout }: Surroundings, words: string): ExitCode {
  stdout.write(`${onOneLine(words)}\n`);
  return 1;
}
