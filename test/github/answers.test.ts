import { answerRaw, useNockedGitHub } from "./support/nocked-github.ts";
import { platform, read, ref } from "./support/nocked-platform.ts";
import { wanted } from "./support/wanted.ts";

useNockedGitHub();

describe("an answer of another form", () => {
  for (const [what, body, code] of [
    ["an empty object", { data: {} }, "unexpected-answer"],
    ["another type", { data: { repository: { id: 7 } } }, "unexpected-answer"],
    ["no data", {}, "unreachable"],
    ["a body that broke off", '{"data":{"repos', "unreachable"],
    ["a text", "Unicorn!", "unreachable"],
    ["errors without data", { data: null, errors: [{ message: "Went wrong" }] }, "unreachable"],
    [
      "an error about the whole",
      { data: { repository: null }, errors: [{ message: "Timeout" }] },
      "unreachable",
    ],
    [
      "a refusal of the whole",
      { data: null, errors: [{ type: "FORBIDDEN", message: "No" }] },
      "forbidden",
    ],
    [
      "a query that an old server does not understand",
      {
        errors: [{ message: "No field", path: ["query"], extensions: { code: "undefinedField" } }],
      },
      "unexpected-answer",
    ],
    [
      "a rate limit beside data",
      { data: {}, errors: [{ type: "RATE_LIMITED", message: "x", path: ["repository"] }] },
      "rate-limited",
    ],
    [
      "a secondary rate limit in words only",
      { errors: [{ message: "You have exceeded a secondary rate limit." }] },
      "rate-limited",
    ],
  ] as const)
    it(`has a closed code: ${what}`, async () => {
      answerRaw(200, body);
      await expect(read()).rejects.toMatchObject({ name: "EvidenceUnavailable", code });
    });

  it("names a minute where GitHub names no time to wait", async () => {
    answerRaw(403, { message: "You have exceeded a secondary rate limit" });
    await expect(read()).rejects.toMatchObject({ code: "rate-limited", retryAfter: 60 });
  });

  it("counts the time to the reset of the budget by our clock", async () => {
    const now = new Date("2026-11-20T12:00:00Z");
    answerRaw(
      429,
      { message: "API rate limit exceeded" },
      {
        "content-type": "application/json",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(now.getTime() / 1000 + 90),
      },
    );
    const source = platform({ clock: () => now }).pullRequest(ref);
    await expect(source.snapshot(wanted())).rejects.toMatchObject({ retryAfter: 90 });
  });

  for (const [status, code] of [
    [401, "forbidden"],
    [403, "forbidden"],
    [404, "unexpected-answer"],
    [422, "unexpected-answer"],
    [504, "unreachable"],
  ] as const)
    it(`has a closed code: status ${status}`, async () => {
      answerRaw(status, { message: "No" });
      await expect(read()).rejects.toMatchObject({ code, retryAfter: null });
    });

  it("does not let a client that never settles hang us", async () => {
    const never = new Promise<never>(() => undefined);
    const octokit = { graphql: () => never, request: () => never };
    const source = platform({ octokit, timeoutMilliseconds: 50 }).pullRequest(ref);
    await expect(source.snapshot(wanted())).rejects.toMatchObject({ code: "unreachable" });
  });
});
