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
import type { PartialErrors } from "./partial-errors.ts";
import { Variables } from "./variables.ts";

/** Above this many characters of texts a mutation is split. */
const CHARACTERS_A_REQUEST = 1_000_000;

interface Field {
  readonly name: "createCheckRun" | "updateCheckRun";
  readonly input: Record<string, unknown>;
  /** The check run's name, for telling what could not be written. */
  readonly run: string;
}

/**
 * Writes check runs in one mutation, whose fields GitHub carries out in order; a second one only
 * appends the annotations after the first fifty of a run. Throws when any of them could not be
 * written: the next evaluation sees which are there, and writes the others.
 */
export async function writeChecks(
  api: Api,
  writes: readonly CheckWrite[],
  target: CheckTarget,
): Promise<void> {
  const ids = await send(
    api,
    writes.map((write) => ({
      name: write.kind === "create" ? "createCheckRun" : "updateCheckRun",
      input: inputOf(write, target),
      run: write.run.name,
    })),
  );
  const further = writes.flatMap((write, index) =>
    write.run.annotations.length <= ANNOTATIONS_A_REQUEST
      ? []
      : furtherInputsOf(write.run, ids[index] ?? "", target).map((input): Field => ({
          name: "updateCheckRun",
          input,
          run: write.run.name,
        })),
  );
  await send(api, further);
}

async function send(api: Api, fields: readonly Field[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const batch of batchesOf(fields)) ids.push(...(await sendBatch(api, batch)));
  return ids;
}

function batchesOf(fields: readonly Field[]): readonly (readonly Field[])[] {
  const batches: Field[][] = [];
  let room = 0;
  for (const field of fields) {
    const size = JSON.stringify(field.input).length;
    const last = batches.at(-1);
    if (last && size <= room) last.push(field);
    else {
      batches.push([field]);
      room = CHARACTERS_A_REQUEST;
    }
    room -= size;
  }
  return batches;
}

const writtenSchema = z.object({ checkRun: z.object({ id: z.string() }) });

async function sendBatch(api: Api, fields: readonly Field[]): Promise<readonly string[]> {
  const variables = new Variables();
  const aliases = fields.map(({ name, input }, index) => {
    const type = name === "createCheckRun" ? "CreateCheckRunInput!" : "UpdateCheckRunInput!";
    return `c${index}:${name}(input:${variables.add(type, input)}){checkRun{id}}`;
  });
  const { data, errors } = await api.graphql(
    {
      document: `mutation Checks${variables.declarations}{${aliases.join(" ")}}`,
      variables: variables.values,
    },
    z.record(z.string(), z.unknown()),
  );
  const ids = fields.map(
    (_, index) => writtenSchema.safeParse(data[`c${index}`]).data?.checkRun.id,
  );
  const failed = fields.filter((_, index) => ids[index] === undefined);
  if (failed.length > 0) throw notWritten(failed, fields.length, errors);
  return ids.filter((id) => id !== undefined);
}

function notWritten(
  failed: readonly Field[],
  of: number,
  errors: PartialErrors,
): EvidenceUnavailable {
  const names = [...new Set(failed.map((field) => field.run))].join(", ");
  const types = errors.typesAt([]);
  const code = types.includes("FORBIDDEN")
    ? "forbidden"
    : types.length > 0 && types.every((type) => type === "UNPROCESSABLE" || type === "NOT_FOUND")
      ? "unexpected-answer"
      : "unreachable";
  return new EvidenceUnavailable(
    code,
    `${failed.length} of ${of} check runs could not be written: ${names} (${types.join(", ")}).`,
  );
}
