#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// What was compiled is kept beside the packages, as trustworthy as they are: the server is ready
// sooner, and needs no memory for compiling.
enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/portcullis"));

const { main } = await import("./main.ts");
await main();
