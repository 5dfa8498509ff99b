export { MemoryQueue } from "./memory-queue.ts";
export { MemoryHeld } from "./memory-held.ts";
export { openEmbedded } from "./database/embedded.ts";
export { openServer } from "./database/server.ts";
export { migrate } from "./migrations/index.ts";
export type { Database } from "./database/database.ts";
export { DatabaseLedger, EVIDENCE_DAYS } from "./ledger/database-ledger.ts";
