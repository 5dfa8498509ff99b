import { EvidenceUnavailable, type PublishedCheck } from "../../../src/application/index.ts";
import { done, HERE, SHIPPED, type World } from "./desk.ts";

const job = { kind: "release", ...HERE, id: 1, again: false, movedFrom: null } as const;
const unreachable = new EvidenceUnavailable("unreachable", "GitHub did not answer.");
const green: PublishedCheck = {
  id: "1",
  name: "portcullis/release",
  completed: true,
  conclusion: "success",
  externalId: "x",
  remembers: "settled:2-0123456789abcdef",
};
const failing = (over: World = {}) => done(job, { failure: unreachable, ...over });

describe("a release that cannot be read", () => {
  it("fails so that it is tried again, and says nothing the first time", async () => {
    const { published, edits, failure } = await failing();
    expect(failure).toBe(unreachable);
    expect({ published, edits }).toEqual({ published: [], edits: [] });
  });

  it.each(["near-limit", "rate-limited"] as const)(
    "says so at once where that can last for an hour: %s",
    async (code) => {
      const resetsAt = "2026-11-20T12:59:01Z";
      const failure = new EvidenceUnavailable(code, "Few are left.", { resetsAt });
      const outcome = await failing({ failure, published: [green] });
      expect(outcome.failure).toBe(failure);
      expect(outcome.published).toMatchObject([
        {
          checks: [
            {
              conclusion: "failure",
              title:
                "Could not tell yet: waiting for GitHub’s hourly limit, which resets at 13:00 UTC",
            },
          ],
        },
      ]);
    },
  );

  it("asks nothing more of GitHub where that asked for a short pause", async () => {
    const failure = new EvidenceUnavailable("rate-limited", "Slow down.", { retryAfter: 60 });
    const outcome = await failing({ failure, published: [green] });
    expect(outcome.failure).toBe(failure);
    expect(outcome.published).toEqual([]);
    expect((await failing({ failure, attempt: 2 })).published).toHaveLength(1);
  });

  it("turns its check red from the second time on, and is not taken back", async () => {
    const { published, edits, issues, failure } = await failing({ attempt: 2 });
    expect(failure).toBe(unreachable);
    expect({ edits, issues }).toEqual({ edits: [], issues: [] });
    expect(published).toMatchObject([
      {
        commit: SHIPPED,
        pullRequest: null,
        comment: null,
        checks: [{ name: "portcullis/release", conclusion: "failure" }],
      },
    ]);
    expect(JSON.stringify(published)).toContain("Could not tell");
    expect(published[0]?.checks[0]).not.toHaveProperty("remembers");
  });

  it("keeps what the check remembers: other releases of the commit stay settled", async () => {
    const { published } = await failing({ attempt: 2, published: [green] });
    expect(published[0]?.checks[0]).toMatchObject({
      conclusion: "failure",
      remembers: green.remembers,
    });
  });

  it("shows nobody the words of an error of our own", async () => {
    const { published } = await failing({ attempt: 2, failure: new Error("secret words") });
    expect(published).toHaveLength(1);
    expect(JSON.stringify(published)).not.toContain("secret words");
  });

  it("fails with the first error where it cannot even say so", async () => {
    const platform = { publish: () => Promise.reject(new Error("no")) };
    const { failure, warnings } = await failing({ attempt: 2, platform });
    expect(failure).toBe(unreachable);
    expect(warnings).toHaveLength(1);
  });

  it("fails where GitHub does not let us read releases at all", async () => {
    const platform: World["platform"] = {
      releases: () => Promise.resolve({ status: "unreadable", reason: "Forbidden." }),
    };
    const { failure, published } = await done(job, { platform, attempt: 5 });
    expect(failure).toMatchObject({ code: "forbidden", message: "Forbidden." });
    expect(published).toEqual([]);
  });

  it("wakes what is held all the same", async () => {
    const held = { kind: "deployment", ...HERE, runId: 5, environment: "production" } as const;
    expect((await failing({ held: [held] })).queued).toEqual([held]);
  });
});
