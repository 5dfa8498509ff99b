import { resolve } from "node:path";
import type { Instant } from "../domain/index.ts";
import type { Request } from "./candidate-in-clone.ts";
import type { Surroundings } from "./command.ts";
import { momentOf, toTheSecond } from "./moment.ts";
import { type Given, oneOf, type Option, type Parsed, wrong } from "./options.ts";

const FORMATS = ["text", "json", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

/** What somebody wants to have checked, and how it is to be shown. */
export interface CheckRequest extends Request {
  /** The clone's folder, in full. */
  readonly folder: string;
  readonly at: Instant;
  /** Findings that only GitHub can decide do not count. */
  readonly offline: boolean;
  readonly format: Format;
}

/** The options of `portcullis check` (FORMATS, "Command line"). */
export const CHECK_OPTIONS: readonly Option[] = [
  { name: "repo", value: "DIR", help: "the folder of the clone (the present one)" },
  { name: "ref", value: "REF", help: "the commit to check: branch, tag or id (HEAD)" },
  {
    name: "base",
    value: "REF",
    help: "take the policy from here; without a release's tag\nthe range begins where the history left it",
  },
  { name: "release", value: "TAG", help: "the release that the commit is to be" },
  { name: "stage", value: "STAGE", help: "review, or release when it goes out (review)" },
  { name: "at", value: "DATE", help: "decide as at this day, like 2026-11-20, or moment (now)" },
  { name: "offline", value: null, help: "leave out what only GitHub can tell" },
  { name: "format", value: "FORMAT", help: "text, json or markdown (text)" },
];

/** Understands the options of `portcullis check`, or says in one sentence what is wrong. */
export function readCheckRequest(given: Given, surroundings: Surroundings): Parsed<CheckRequest> {
  const { values, flags } = given;
  const stage = oneOf("The stage", values.get("stage") ?? "review", ["review", "release"]);
  if (stage.status === "misunderstood") return stage;
  const format = readFormat(values.get("format") ?? "text");
  if (format.status === "misunderstood") return format;
  const date = values.get("at");
  const at = date === undefined ? toTheSecond(surroundings.now()) : momentOf(date);
  if (at === null) {
    const wanted = "a day like 2026-11-20, or a moment like 2026-11-20T12:00:00Z";
    return wrong(`--at ${JSON.stringify(date)} is no date. Give ${wanted}.`);
  }
  return {
    status: "understood",
    value: {
      folder: resolve(surroundings.directory, values.get("repo") ?? "."),
      ref: values.get("ref") ?? "HEAD",
      base: values.get("base") ?? null,
      release: values.get("release") ?? null,
      stage: stage.value,
      at,
      offline: flags.has("offline"),
      format: format.value,
    },
  };
}

function readFormat(given: string): Parsed<Format> {
  return given === "sarif"
    ? wrong("The format sarif is not there yet. Use --format json for programs.")
    : oneOf("The format", given, FORMATS);
}
