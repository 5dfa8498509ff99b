#!/usr/bin/env node
// The door for any version of Node: older ones can read this file, but not the TypeScript behind it.
import process from "node:process";

const OLDEST = 24;

if (Number(process.versions.node.split(".")[0]) < OLDEST) {
  process.stderr.write(
    `portcullis: Node.js ${process.versions.node} is too old. Install Node.js ${OLDEST}, or run "npm ci" in Portcullis's folder and then "npx portcullis" there.\n`,
  );
  process.exitCode = 2;
} else {
  await import("./portcullis.ts");
}
