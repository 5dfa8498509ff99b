import type { CheckRun, Fault, PullRequestHandle, Review } from "../simulator/index.ts";
import { Chance } from "../support/chance.ts";
import { APPROVERS, conclusion, openRepository } from "../support/releases.ts";
import { mergeRelease, release, verdict } from "../support/shipping.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

const PULL_REQUESTS = 4;
const STEPS = 40;

/** Reading and writing again and again under faults takes so long that evidence can change meanwhile. */
const LOOKED_WITHIN_MS = 10_000;

/** In hours: the next look for what GitHub could not deliver. */
const SIX_MINUTES = 0.1;

/** Of all requests so many parts meet each of these. */
const FAULTS: readonly (readonly [number, Fault])[] = [
  [0.02, { status: 500 }],
  [0.02, { status: 502 }],
  [0.02, { reset: true }],
  [0.02, { lostAnswer: true }],
  [0.1, { delay: 150 }],
  [0.01, { delay: 1_500 }],
  [0.004, { rateLimit: "secondary", status: 403, retryAfterSeconds: 1 }],
  [0.004, { rateLimit: "secondary", status: 429, retryAfterSeconds: 1 }],
  [0.004, { rateLimit: "primary", status: 403, resetInSeconds: 2 }],
];

/** A release, and what its evidence deserves: approved by everybody, or not. */
class Candidate {
  readonly handle: PullRequestHandle;
  readonly #stage: Stage;
  readonly #approvals = new Map<(typeof APPROVERS)[number], Review>();
  /** When each head deserved to pass; without an end: it does. */
  readonly #deserved = new Map<string, { readonly from: number; until: number }[]>();

  constructor(stage: Stage) {
    this.#stage = stage;
    this.handle = stage.releasePullRequest({ in: openRepository(stage) });
  }

  get deserves(): "success" | "action_required" {
    return this.#approvals.size === APPROVERS.length ? "success" : "action_required";
  }

  approve(who: (typeof APPROVERS)[number]): void {
    if (this.#approvals.has(who)) return;
    this.#approvals.set(who, this.handle.approve(this.#stage.people[who]));
    if (this.deserves !== "success") return;
    const head = this.handle.headOid;
    const times = this.#deserved.get(head) ?? [];
    this.#deserved.set(head, [...times, { from: performance.now(), until: Infinity }]);
  }

  dismiss(who: (typeof APPROVERS)[number]): void {
    const review = this.#approvals.get(who);
    if (!review) return;
    this.#ends();
    this.handle.dismiss(review, this.#stage.people.manager);
    this.#approvals.delete(who);
  }

  push(): void {
    this.#ends();
    this.#approvals.clear();
    const { author } = this.#stage.people;
    const text = `export const order = ${performance.now()};\n`;
    this.handle.commit({ author, message: "Mend", files: { "src/order.ts": text } });
  }

  /** Whether a head may have been found in order by who has just looked. */
  mayPass(head: string): boolean {
    const since = performance.now() - LOOKED_WITHIN_MS;
    return (this.#deserved.get(head) ?? []).some(({ until }) => until >= since);
  }

  #ends(): void {
    for (const time of this.#deserved.get(this.handle.headOid) ?? [])
      time.until = Math.min(time.until, performance.now());
  }
}

describe("chaos", () => {
  const chance = Chance.ofToday();
  let stage: Stage;
  const green = new Set<CheckRun>();
  const wronglyGreen: string[] = [];
  const candidates: Candidate[] = [];
  let watching: NodeJS.Timeout | undefined;

  beforeAll(async () => {
    stage = await setStage({ retryDelays: [20, 50, 100, 200], timeoutMilliseconds: 1_000 });
  });
  afterAll(async () => {
    clearInterval(watching);
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  /** Every check that turns green is seen: those that are new at once, the others within moments. */
  const watch = () => {
    const look = (candidate: Candidate) => {
      const { repository } = candidate.handle.record;
      for (const suite of repository.checkSuites)
        for (const run of suite.runs) {
          if (run.name !== "portcullis") continue;
          const isGreen = run.conclusion === "success";
          if (isGreen && !green.has(run) && !candidate.mayPass(run.suite.headSha))
            wronglyGreen.push(`${repository.name}@${run.suite.headSha}`);
          if (isGreen) green.add(run);
          else green.delete(run);
        }
    };
    stage.github.world.onEvent((event) => {
      if (event.event === "check_run") candidates.forEach(look);
    });
    watching = setInterval(() => {
      candidates.forEach(look);
    }, 5);
  };

  const disturb = () => {
    const { deliveries, faults } = stage.github;
    const treatments = ["duplicate", "hold", "fail", "delay"] as const;
    const end = deliveries.intercept(() => {
      if (chance.hits(0.5)) return "deliver";
      const treatment = chance.of(treatments);
      return treatment === "delay" ? { delay: chance.below(500) } : treatment;
    });
    for (const [part, fault] of FAULTS) faults.inject(fault, () => chance.hits(part));
    const reorder = () => {
      deliveries.releaseHeld((held) => chance.shuffled(held));
    };
    const reordering = setInterval(reorder, 300);
    return () => {
      clearInterval(reordering);
      end();
      faults.clear();
      reorder();
    };
  };

  it(`every candidate gets what it deserves in the end, and none is open before (SEED=${chance.seed})`, async () => {
    watch();
    const calmDown = disturb();
    try {
      for (let count = 0; count < PULL_REQUESTS; count += 1) candidates.push(new Candidate(stage));
      for (let step = 0; step < STEPS; step += 1) {
        const candidate = candidates[chance.below(candidates.length)];
        const who = chance.of(APPROVERS);
        const what = chance.next();
        if (what < 0.06) candidate?.push();
        else if (what < 0.16) candidate?.dismiss(who);
        else candidate?.approve(who);
        await new Promise((resolve) => setTimeout(resolve, chance.below(120)));
      }
      const approved = mergeRelease(stage);
      const unapproved = mergeRelease(stage, { without: ["dpo"] });
      const releases = [approved, unapproved].map(({ repository }) => release(stage, repository));
      // Whatever chance made of them, two pass and two do not.
      for (const candidate of candidates) for (const who of APPROVERS) candidate.approve(who);
      for (const candidate of candidates.slice(2)) candidate.dismiss("dpo");
      await new Promise((resolve) => setTimeout(resolve, 1_000));

      calmDown();
      await stage.settled();
      await stage.pass(SIX_MINUTES);
      await until(() => {
        const isAsDeserved = candidates.every(
          (candidate) => conclusion(candidate.handle) === candidate.deserves,
        );
        return isAsDeserved && verdict(approved.repository) === "success";
      });
      await until(() => releases[1]?.draft === true);
      expect(candidates.map(({ deserves }) => deserves)).toEqual([
        "success",
        "success",
        "action_required",
        "action_required",
      ]);
      expect(releases[0]?.published).toBe(true);
      expect(verdict(unapproved.repository)).toBe("action_required");
      expect(wronglyGreen).toEqual([]);
      const { deliveries } = stage.github;
      expect(deliveries.list().some(({ redelivery }) => redelivery)).toBe(true);
    } finally {
      calmDown();
    }
  });
});
