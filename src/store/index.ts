export type { Database } from "./database/database.ts";
export { DirectoryInUse } from "./database/directory-lock.ts";
export { openDatabase } from "./database/open.ts";
export { Broadcast } from "./broadcast.ts";
export { measureDepth, type Depth } from "./depth.ts";
export type { Delivery } from "./inbox.ts";
export { DatabaseLedger } from "./ledger/database-ledger.ts";
export { migrate } from "./migrations/index.ts";
export { startStore, type Store } from "./store.ts";
