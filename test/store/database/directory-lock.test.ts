import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DirectoryInUse, lockDirectory } from "../../../src/store/database/directory-lock.ts";

const MODULE = new URL("../../../src/store/database/directory-lock.ts", import.meta.url);

describe("a directory's lock", () => {
  let directory: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "portcullis-lock-"));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });

  /** Another process that holds the lock, until it is killed. */
  const holder = async () => {
    const script = `
      const { lockDirectory } = await import(${JSON.stringify(MODULE.href)});
      await lockDirectory(${JSON.stringify(directory)});
      console.log("locked");
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await once(child.stdout, "data");
    return child;
  };

  it("is one process's", async () => {
    const unlock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUse);
    await expect(lockDirectory(directory)).rejects.toThrow(directory);
    await unlock();
  });

  it("is free when it was given back", async () => {
    await (
      await lockDirectory(directory)
    )();
    await (
      await lockDirectory(directory)
    )();
  });

  it("is another process's until that dies, however suddenly", async () => {
    const child = await holder();
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUse);
    child.kill("SIGKILL");
    await once(child, "exit");
    const unlock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUse);
    await unlock();
  });

  it("goes to the last of two who find it dead at once", async () => {
    const child = await holder();
    child.kill("SIGKILL");
    await once(child, "exit");
    const taking = lockDirectory(directory);
    await sleep(100);
    // Another one had seen the dead lock before this one took it, and takes it now.
    rmSync(join(directory, "lock"));
    const other = createServer((socket) => socket.end("another")).listen(join(directory, "lock"));
    await expect(taking).rejects.toThrow(DirectoryInUse);
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUse);
    other.close();
  });

  it("says so where a directory's path is too long", async () => {
    await expect(lockDirectory(join(directory, "x".repeat(200)))).rejects.toThrow("too long");
  });
});
