import { wrong, type Given, type Option, type Parsed } from "../options.ts";
import { readRepository } from "../protect-request.ts";

/** Restricts a command to the chain of one repository. */
export const ONE_REPOSITORY: Option = {
  name: "repository",
  value: "OWNER/NAME",
  help: "only this repository; all by default",
};

/** The repository that is named; null: none is, so all are meant. */
export function repositoryIn(given: Given): Parsed<string | null> {
  if (!given.values.has("repository")) return { status: "understood", value: null };
  return readRepository(given);
}

/** A whole number that is given, or what stands for it. */
export function numberIn<T>(
  text: string | undefined,
  name: string,
  otherwise: T,
): Parsed<number | T> {
  if (text === undefined) return { status: "understood", value: otherwise };
  if (/^[1-9]\d{0,14}$/.test(text)) return { status: "understood", value: Number(text) };
  return wrong(`${name} ${JSON.stringify(text)} is no number. Give one like 50.`);
}
