export { MemoryQueue } from "./memory-queue.ts";
export { MemoryHeld } from "./memory-held.ts";
