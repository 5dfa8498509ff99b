import type { Snapshot, Wanted } from "../../src/application/index.ts";
import { type LocalClone, openLocalClone, type Request } from "../../src/cli/index.ts";
import type { Pattern } from "../../src/domain/index.ts";
import { compilePattern } from "../../src/text/index.ts";
import { isolated, type TestRepository } from "./repository.ts";

export const REQUEST: Request = { ref: "HEAD", base: null, release: null, stage: "review" };

export function glob(text: string): Pattern {
  const compiled = compilePattern(text);
  if ("problem" in compiled) throw new Error(`bad glob in a test: ${text}`);
  return compiled.pattern;
}

const NOTHING: Wanted = {
  documents: [],
  files: [],
  globs: [],
  before: [],
  planPath: "plan.md",
  tags: [glob("v*")],
  isRelease: () => true,
};

export async function open(folder: string, request: Partial<Request> = {}): Promise<LocalClone> {
  const opened = await openLocalClone(folder, { ...REQUEST, ...request }, isolated());
  if (opened.status === "refused") throw new Error(opened.message);
  return opened.source;
}

export async function refusal(folder: string, request: Partial<Request> = {}): Promise<string> {
  const opened = await openLocalClone(folder, { ...REQUEST, ...request }, isolated());
  return opened.status === "refused" ? opened.message : "it was opened";
}

export async function snapshot(
  repository: TestRepository,
  wanted: Partial<Wanted> = {},
  request: Partial<Request> = {},
): Promise<Snapshot> {
  const source = await open(repository.folder, request);
  return source.snapshot({ ...NOTHING, ...wanted });
}
