export { MemoryQueue } from "./memory-queue.ts";
