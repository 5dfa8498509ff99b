import { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { Api } from "./api.ts";
import {
  ANNOTATIONS_A_REQUEST,
  furtherInputsOf,
  inputOf,
  type CheckTarget,
  type CheckWrite,
} from "./check-runs.ts";
import { isTaken, mutate, type Write } from "./mutation.ts";

/** Above this many characters of texts a mutation is split. */
const CHARACTERS_A_REQUEST = 1_000_000;

/** What GitHub took, with what it answered. */
export type Taken = ReadonlyMap<Write, unknown>;

interface RunWrite extends Write {
  /** The check run's name, for telling what could not be written. */
  readonly run: string;
}

/**
 * Writes check runs in one mutation, and after them what may go with them; a second one only appends
 * the annotations after the first fifty of a run. Throws when any run could not be written: the next
 * evaluation sees which are there, and writes the others. Answers what was taken of what went with
 * them, with GitHub's answer to it; of the rest nothing was written.
 */
export async function writeChecks(
  api: Api,
  writes: readonly CheckWrite[],
  target: CheckTarget,
  beside: readonly Write[] = [],
): Promise<Taken> {
  const { ids, taken } = await send(
    api,
    writes.map((write, index) => ({
      alias: `c${index}`,
      field: write.kind === "create" ? "createCheckRun" : "updateCheckRun",
      input: inputOf(write, target),
      run: write.run.name,
    })),
    beside,
  );
  const further = writes.flatMap(({ run }, index) =>
    run.annotations.length <= ANNOTATIONS_A_REQUEST
      ? []
      : furtherInputsOf(run, ids[index] ?? "", target).map((input, part): RunWrite => ({
          alias: `c${index}_${part}`,
          field: "updateCheckRun",
          input,
          run: run.name,
        })),
  );
  await send(api, further, []);
  return taken;
}

interface Sent {
  readonly ids: readonly string[];
  readonly taken: Taken;
}

/** What goes with them goes with the last of them: the gate comes first. */
async function send(api: Api, runs: readonly RunWrite[], beside: readonly Write[]): Promise<Sent> {
  const ids: string[] = [];
  const batches = batchesOf(runs);
  let taken: Taken = new Map();
  for (const batch of batches) {
    const sent = await sendBatch(api, batch, batch === batches.at(-1) ? beside : []);
    ids.push(...sent.ids);
    taken = sent.taken;
  }
  return { ids, taken };
}

function batchesOf(runs: readonly RunWrite[]): readonly (readonly RunWrite[])[] {
  const batches: RunWrite[][] = [];
  let room = 0;
  for (const run of runs) {
    const size = JSON.stringify(run.input).length;
    const last = batches.at(-1);
    if (last && size <= room) last.push(run);
    else {
      batches.push([run]);
      room = CHARACTERS_A_REQUEST;
    }
    room -= size;
  }
  return batches;
}

const writtenSchema = z.object({ checkRun: z.object({ id: z.string() }) });

async function sendBatch(
  api: Api,
  runs: readonly RunWrite[],
  beside: readonly Write[],
): Promise<Sent> {
  const answer = await mutate(api, [...runs, ...beside]);
  const ids: string[] = [];
  const failed: RunWrite[] = [];
  for (const run of runs) {
    const written = writtenSchema.safeParse(answer.data[run.alias]);
    if (written.success) ids.push(written.data.checkRun.id);
    else failed.push(run);
  }
  if (failed.length > 0) {
    const types = failed.flatMap(({ alias }) => answer.errors.typesAt([alias]));
    throw notWritten(failed, runs.length, types);
  }
  const taken = beside.filter((write) => isTaken(write, answer));
  return { ids, taken: new Map(taken.map((write) => [write, answer.data[write.alias]])) };
}

function notWritten(
  failed: readonly RunWrite[],
  of: number,
  types: readonly string[],
): EvidenceUnavailable {
  const names = [...new Set(failed.map(({ run }) => run))].join(", ");
  const code = types.includes("FORBIDDEN")
    ? "forbidden"
    : types.length > 0 && types.every((type) => type === "UNPROCESSABLE" || type === "NOT_FOUND")
      ? "unexpected-answer"
      : "unreachable";
  return new EvidenceUnavailable(
    code,
    `${failed.length} of ${of} check runs could not be written: ${names} (${[...new Set(types)].join(", ")}).`,
  );
}
