import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/** What is sent to whom: each so many milliseconds after the one before. */
export interface Letters {
  readonly url: string;
  readonly everyMs: number;
  readonly letters: readonly Letter[];
}

/** A webhook's request. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of one: a status code, 0 where no answer came; and after how many milliseconds. */
export interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

/** GitHub gives up on a webhook after ten seconds, https://docs.github.com/en/webhooks. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Sends webhooks from a thread of its own: whoever answers for GitHub meanwhile neither delays them
 * nor hears their answers late.
 */
export async function send(letters: Letters): Promise<readonly Answer[]> {
  const worker = new Worker(new URL(import.meta.url), { workerData: letters });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
  });
}

async function sendAll({ url, everyMs, letters }: Letters): Promise<readonly Answer[]> {
  const began = performance.now();
  const answers = letters.map(async ({ headers, body }, index) => {
    await sleep(Math.max(0, began + index * everyMs - performance.now()));
    return answerTo(url, { method: "POST", headers, body });
  });
  return Promise.all(answers);
}

async function answerTo(url: string, request: RequestInit): Promise<Answer> {
  const began = performance.now();
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const status = await fetch(url, { ...request, signal }).then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => 0,
  );
  return { status, milliseconds: performance.now() - began };
}

if (!isMainThread) parentPort?.postMessage(await sendAll(workerData as Letters));
