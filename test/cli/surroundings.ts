import type { Surroundings } from "../../src/cli/index.ts";
import { isolated } from "./repository.ts";

/** Surroundings at 2026-11-20 that keep what is printed. */
export function surroundings(
  own: Partial<Pick<Surroundings, "directory" | "environment">> & {
    readonly terminal?: { readonly isTTY: boolean; readonly columns?: number };
  } = {},
): Surroundings & { printed(): { readonly stdout: string; readonly stderr: string } } {
  const out: string[] = [];
  const err: string[] = [];
  return {
    environment: own.environment ?? isolated(),
    directory: own.directory ?? "/",
    stdout: { write: (text) => out.push(text), ...own.terminal },
    stderr: { write: (text) => err.push(text) },
    now: () => new Date("2026-11-20T09:00:00.123Z"),
    printed: () => ({ stdout: out.join(""), stderr: err.join("") }),
  };
}
