import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Portcullis in a process of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from its start until `/readyz` said so. */
  readonly readyAfter: number;
  /** What it holds of the machine's memory, in megabytes. */
  residentMegabytes(): number;
  /** As the machine's end would: nothing is finished. */
  kill(): Promise<void>;
  /** As a deployment would: it finishes what runs, or hands it back. */
  stop(): Promise<void>;
}

/** As the image does it. */
const FLAGS = ["--expose-gc", "--max-semi-space-size=4"];
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/portcullis", import.meta.url));

/** Starts it with these variables, and waits until it is ready. */
export async function startServerProcess(
  variables: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const begin = performance.now();
  const program = fileURLToPath(new URL("serve.ts", import.meta.url));
  const child = spawn(process.execPath, [...FLAGS, program], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: COMPILED,
      MALLOC_TRIM_THRESHOLD_: "131072",
      LOG_LEVEL: "fatal",
      ...variables,
      HOST: "127.0.0.1",
      PORT: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const left = once(child, "exit");
  const url = await Promise.race([
    addressOf(child),
    left.then(([code]) => {
      throw new Error(`Portcullis ended with ${String(code)} before it listened.`);
    }),
  ]);
  while (!(await isReady(url))) await new Promise((resolve) => setTimeout(resolve, 5));
  const pid = child.pid ?? 0;
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await left;
  };
  return {
    url,
    pid,
    readyAfter: performance.now() - begin,
    residentMegabytes: () => residentKilobytes(pid) / 1024,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("The process has no output.");
  const lines = createInterface(stdout);
  return new Promise((resolve) => {
    lines.on("line", (line) => {
      const [, url] = /^listening (http:\S+)$/.exec(line) ?? [];
      if (url === undefined) process.stderr.write(`${line}\n`);
      else resolve(url);
    });
  });
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentKilobytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN);
}
