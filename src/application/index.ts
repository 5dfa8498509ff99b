export { parseCatalogue } from "./catalogue.ts";
export { decide, serialise } from "./decide.ts";
export { digestOf } from "./digest.ts";
export { gatherEvidence, interpret, readInForce, type Gathered } from "./gather-evidence.ts";
export { handleJob, type Log, type Surroundings } from "./gatekeeper.ts";
export type { Knowledge } from "./knowledge.ts";
export * from "./ports.ts";
export * from "./queue.ts";
export * from "./report/index.ts";
