import { setTimeout as sleep } from "node:timers/promises";
import { EvidenceUnavailable, type Job } from "../../src/application/index.ts";
import { MemoryQueue } from "../../src/store/index.ts";

const job = (number: number, repository = "acme/shop", again = false): Job => ({
  kind: "pull-request",
  ref: { installationId: 1, repository, number },
  head: null,
  again,
});

interface Done {
  readonly name: string;
  readonly attempt: number;
  readonly again: boolean;
}

/** A queue whose work is recorded; `work` says what happens. */
function recorded(work: (job: Job, attempt: number) => Promise<void> = () => Promise.resolve()) {
  const done: Done[] = [];
  const failures: number[] = [];
  const queue = new MemoryQueue({
    handle: async (each, attempt) => {
      await work(each, attempt);
      if (each.kind !== "pull-request") throw new Error("unexpected");
      const { ref, again } = each;
      done.push({ name: `${ref.repository}#${ref.number}`, attempt, again });
    },
    onFailure: (_job, _error, _attempt, nextInMs) => failures.push(nextInMs),
    delays: [5, 10],
  });
  return { queue, done, failures };
}

describe("MemoryQueue", () => {
  it("does every job once", async () => {
    const { queue, done } = recorded();
    queue.add(job(1));
    queue.add(job(2));
    await queue.idle();
    expect(done.map(({ name }) => name).sort()).toEqual(["acme/shop#1", "acme/shop#2"]);
  });

  it("does jobs that come together once, and once more what comes while it runs", async () => {
    const release = Promise.withResolvers<undefined>();
    const { queue, done } = recorded(async () => {
      await release.promise;
    });
    queue.add(job(1));
    for (let burst = 0; burst < 10; burst++) queue.add(job(1, "acme/shop", burst === 3));
    release.resolve(undefined);
    await queue.idle();
    expect(done.map(({ again }) => again)).toEqual([false, true]);
  });

  it("does one job at a time for a repository, and repositories beside each other", async () => {
    const running = new Set<string>();
    let most = 0;
    const { queue, done } = recorded(async (each) => {
      const repository = "ref" in each ? each.ref.repository : "";
      expect(running.has(repository)).toBe(false);
      running.add(repository);
      most = Math.max(most, running.size);
      await sleep(5);
      running.delete(repository);
    });
    for (let number = 1; number <= 3; number++) {
      queue.add(job(number, "acme/shop"));
      queue.add(job(number, "acme/blog"));
    }
    await queue.idle();
    expect(done).toHaveLength(6);
    expect(most).toBe(2);
  });

  it("tries again until it succeeds, later each time", async () => {
    const { queue, done, failures } = recorded((_job, attempt) =>
      attempt < 4 ? Promise.reject(new Error("not yet")) : Promise.resolve(),
    );
    queue.add(job(1));
    await until(() => done.length === 1);
    expect(done[0]?.attempt).toBe(4);
    expect(failures).toEqual([5, 10, 10]);
  });

  it("waits as long as GitHub asked for", async () => {
    const { queue, failures } = recorded(() =>
      Promise.reject(new EvidenceUnavailable("rate-limited", "later", { retryAfter: 60 })),
    );
    queue.add(job(1));
    await queue.idle();
    expect(failures).toEqual([60_000]);
    await queue.close();
  });

  it("lets a newer event of the same work go ahead of a retry", async () => {
    const { queue, done } = recorded((_job, attempt) =>
      attempt === 1 && done.length === 0 && !secondCame
        ? Promise.reject(new EvidenceUnavailable("unreachable", "later", { retryAfter: 60 }))
        : Promise.resolve(),
    );
    let secondCame = false;
    queue.add(job(1));
    await queue.idle();
    secondCame = true;
    queue.add(job(1));
    await queue.idle();
    expect(done).toHaveLength(1);
    await queue.close();
  });

  it("does not let newer events hurry what GitHub asked to wait for", async () => {
    let tries = 0;
    const { queue } = recorded(() => {
      tries++;
      return Promise.reject(new EvidenceUnavailable("rate-limited", "later", { retryAfter: 60 }));
    });
    queue.add(job(1));
    await queue.idle();
    queue.add(job(1));
    queue.add(job(2));
    await sleep(20);
    expect(tries).toBe(1);
    await queue.close();
  });

  it("keeps the head that one event knew where another does not", async () => {
    const heads: (string | null)[] = [];
    const queue = new MemoryQueue({
      handle: (each) => {
        if (each.kind === "pull-request") heads.push(each.head);
        return Promise.resolve();
      },
      onFailure: () => undefined,
    });
    const known = { ...job(2), head: "a" } as Job;
    queue.add(job(1));
    queue.add(known);
    queue.add(job(2));
    await queue.idle();
    expect(heads).toEqual([null, "a"]);
  });

  it("does what is for later when its time comes, unless it is asked for earlier", async () => {
    const { queue, done } = recorded();
    const in30ms = new Date(Date.now() + 30).toISOString();
    queue.add(job(1), in30ms);
    queue.add(job(2), in30ms);
    queue.add(job(1));
    await queue.idle();
    expect(done.map(({ name }) => name)).toEqual(["acme/shop#1"]);
    await until(() => done.length === 2);
    queue.add(job(3), "2999-01-01T00:00:00Z");
    await sleep(20);
    expect(done).toHaveLength(2);
    await queue.close();
  });

  it("does nothing more once it is closed", async () => {
    const { queue, done } = recorded(() => sleep(5));
    queue.add(job(1));
    queue.add(job(2));
    await queue.close();
    queue.add(job(3));
    await sleep(20);
    expect(done.map(({ name }) => name)).toEqual(["acme/shop#1"]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) await sleep(5);
  expect(condition()).toBe(true);
}
