import { z } from "zod";
import type { Given } from "../options.ts";

/** What is asked at the door, as one JSON text. */
export interface Asked {
  readonly command: string;
  readonly given: Given;
}

const askedSchema = z.object({
  command: z.string(),
  values: z.record(z.string(), z.string()),
  flags: z.array(z.string()),
  argument: z.string().optional(),
});

/** What is answered, a line of JSON each: what is printed, and at last how it ended. */
export const answerSchema = z.union([
  z.object({ stdout: z.string() }).strict(),
  z.object({ stderr: z.string() }).strict(),
  z.object({ exit: z.union([z.literal(0), z.literal(1), z.literal(2)]) }).strict(),
]);

export type Answer = z.infer<typeof answerSchema>;

/** What is asked, as text. */
export function written({ command, given }: Asked): string {
  const { values, flags, ...argument } = given;
  return JSON.stringify({
    command,
    values: Object.fromEntries(values),
    flags: [...flags],
    ...argument,
  });
}

/** The text read again. @throws where it is no question */
export function read(text: string): Asked {
  const { command, values, flags, argument } = askedSchema.parse(JSON.parse(text));
  return {
    command,
    given: {
      values: new Map(Object.entries(values)),
      flags: new Set(flags),
      ...(argument === undefined ? {} : { argument }),
    },
  };
}
