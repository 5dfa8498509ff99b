import { couldNotTell, notARelease } from "../../../src/application/report/index.ts";
import { EvidenceUnavailable } from "../../../src/application/ports.ts";

const STANDING = ["portcullis/archive", "portcullis", "portcullis/dpo-approval"];

describe("not a release", () => {
  it("turns the aggregate and what stands from before green, each once", () => {
    const runs = notARelease(STANDING);
    expect(runs.map(({ name }) => name)).toEqual([
      "portcullis",
      "portcullis/archive",
      "portcullis/dpo-approval",
    ]);
    for (const run of runs)
      expect(run).toMatchObject({ conclusion: "success", title: "Not a release" });
  });

  it("needs nothing that stands", () => {
    expect(notARelease([]).map(({ name }) => name)).toEqual(["portcullis"]);
  });

  it("never turns the release's own check green", () => {
    const names = notARelease([...STANDING, "portcullis/release"]).map(({ name }) => name);
    expect(names).not.toContain("portcullis/release");
  });
});

describe("could not tell", () => {
  it.each([
    ["unreachable", "Could not tell: GitHub could not be reached; it will be tried again"],
    ["rate-limited", "Could not tell: waiting for GitHub; it will be tried again"],
    ["near-limit", "Could not tell: waiting for GitHub’s hourly limit; it will be tried again"],
    ["forbidden", "Could not tell: GitHub does not let Portcullis read; it will be tried again"],
    [
      "unexpected-answer",
      "Could not tell: GitHub’s answer was not understood; it will be tried again",
    ],
  ] as const)("%s", (code, title) => {
    const [run, ...others] = couldNotTell(new EvidenceUnavailable(code, "502 <b> @octocat"));
    expect(run).toMatchObject({ name: "portcullis", conclusion: "failure", title });
    expect(run?.summary).toContain("502 &lt;b&gt; @<!-- -->octocat");
    expect(others).toEqual([]);
  });

  it.each([
    ["2026-11-20T12:58:59Z", "12:59"],
    ["2026-11-20T12:59:00Z", "12:59"],
    ["2026-11-20T12:59:00.001Z", "13:00"],
    ["2026-11-20T23:59:59Z", "00:00"],
  ])("tells from which minute on it is tried again: %s", (resetsAt, minute) => {
    const [run] = couldNotTell(new EvidenceUnavailable("near-limit", "", { resetsAt }));
    expect(run).toMatchObject({
      conclusion: "failure",
      title: `Could not tell yet: waiting for GitHub’s hourly limit, which resets at ${minute} UTC`,
    });
  });

  it("leaves nothing green that stands from before, the release's own check included", () => {
    const runs = couldNotTell({ code: "unreachable", message: "" }, [
      ...STANDING,
      "portcullis/release",
    ]);
    expect(runs).toHaveLength(4);
    for (const { conclusion } of runs) expect(conclusion).toBe("failure");
  });
});
