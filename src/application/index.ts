export * from "./administration/index.ts";
export { parseCatalogue } from "./catalogue.ts";
export { decide, serialise } from "./decide.ts";
export { gatherEvidence, readInForce } from "./gather-evidence.ts";
export { handleJob } from "./gatekeeper.ts";
export type { Knowledge } from "./knowledge.ts";
export * from "./ports.ts";
export * from "./queue.ts";
export * from "./report/index.ts";
