import type { PolicySource } from "../domain/index.ts";
import type { Origin } from "./key.ts";
import type { PolicyProblem } from "../domain/index.ts";

/** A policy's file: its text, or why there is none. */
export type PolicyFile =
  | { readonly status: "open"; readonly origin: Origin; readonly text: string }
  /** Something else stands in its place: that is a fault of the repository. */
  | { readonly status: "invalid"; readonly problem: PolicyProblem }
  /** It lies where a local clone cannot look. */
  | { readonly status: "elsewhere" }
  /** Nobody could read it just now: that tells nothing about what it says. */
  | { readonly status: "unreadable"; readonly problem: PolicyProblem };

const INSTEAD = {
  symlink: "a symbolic link",
  submodule: "a submodule",
  directory: "a folder",
} as const;

/** Opens a policy's file as it was found. A policy must be an ordinary file of its own. */
export function openFile({ repository, path, entry }: PolicySource): PolicyFile {
  const about = (message: string, remedy: string): PolicyProblem => ({
    repository,
    path,
    line: 1,
    field: "",
    message,
    remedy,
  });
  switch (entry.kind) {
    case "file":
      return entry.text === undefined
        ? {
            status: "unreadable",
            problem: about("The text of the policy was not read.", "Run the check again."),
          }
        : { status: "open", origin: { repository, path }, text: entry.text };
    case "missing":
      return {
        status: "invalid",
        problem: about("There is no policy here.", `Add ${path}, or do not extend it.`),
      };
    case "not-a-file":
      return {
        status: "invalid",
        problem: about(
          `Where the policy was expected there is ${INSTEAD[entry.what]}.`,
          "Put an ordinary file in its place.",
        ),
      };
    case "only-github":
      return { status: "elsewhere" };
    case "unreadable":
      return {
        status: "unreadable",
        problem: about(
          `The policy could not be read: ${entry.reason.replace(/\.$/, "")}.`,
          "Make the file readable for Portcullis: plain UTF-8 text of at most 512,000 bytes.",
        ),
      };
  }
}
