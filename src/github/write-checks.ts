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

/** A comment that is not there yet. */
export interface NewComment {
  /** The pull request's node id. */
  readonly subjectId: string;
  readonly body: string;
}

/**
 * Writes check runs in one mutation, whose fields GitHub carries out in order, and after them the
 * comment where there is one; a second one only appends the annotations after the first fifty of a
 * run. Throws when any run could not be written: the next evaluation sees which are there, and writes
 * the others. Answers whether the comment was taken; where it was not, nothing of it was written.
 */
export async function writeChecks(
  api: Api,
  writes: readonly CheckWrite[],
  target: CheckTarget,
  comment: NewComment | null = null,
): Promise<boolean> {
  const { ids, isCommentTaken } = await send(
    api,
    comment,
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
  await send(api, null, further);
  return isCommentTaken;
}

interface Sent {
  readonly ids: readonly string[];
  readonly isCommentTaken: boolean;
}

/** The comment goes with the last of them: the gate comes first. */
async function send(api: Api, comment: NewComment | null, fields: readonly Field[]): Promise<Sent> {
  const ids: string[] = [];
  const batches = batchesOf(fields);
  let isCommentTaken = false;
  for (const batch of batches) {
    const sent = await sendBatch(api, batch, batch === batches.at(-1) ? comment : null);
    ids.push(...sent.ids);
    isCommentTaken = sent.isCommentTaken;
  }
  return { ids, isCommentTaken };
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
const commentedSchema = z.object({ commentEdge: z.object({ node: z.object({ id: z.string() }) }) });

async function sendBatch(
  api: Api,
  fields: readonly Field[],
  comment: NewComment | null,
): Promise<Sent> {
  const variables = new Variables();
  const aliases = fields.map(({ name, input }, index) => {
    const type = name === "createCheckRun" ? "CreateCheckRunInput!" : "UpdateCheckRunInput!";
    return `c${index}:${name}(input:${variables.add(type, input)}){checkRun{id}}`;
  });
  if (comment !== null) {
    const input = variables.add("AddCommentInput!", comment);
    aliases.push(`${COMMENT}:addComment(input:${input}){commentEdge{node{id}}}`);
  }
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
  return {
    ids: ids.filter((id) => id !== undefined),
    isCommentTaken: comment !== null && isTaken(data[COMMENT], errors),
  };
}

const COMMENT = "comment";

/** What GitHub refused was not written; of everything else nobody knows before it is read again. */
function isTaken(answer: unknown, errors: PartialErrors): boolean {
  if (commentedSchema.safeParse(answer).success) return true;
  const types = errors.typesAt([COMMENT]);
  if (types.length > 0 && types.every((type) => REFUSALS.has(type))) return false;
  throw new EvidenceUnavailable(
    "unreachable",
    `Nobody knows whether the comment was written (${types.join(", ")}).`,
  );
}

const REFUSALS = new Set(["FORBIDDEN", "INSUFFICIENT_SCOPES", "NOT_FOUND", "UNPROCESSABLE"]);

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
