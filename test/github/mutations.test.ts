import { answerWith, useNockedGitHub, operations } from "./support/nocked-github.ts";
import { platform } from "./support/nocked-platform.ts";
import { Refused } from "./support/official-answer.ts";
import { HEAD } from "./support/world.ts";

useNockedGitHub();

describe("a mutation", () => {
  const check = (name: string) =>
    ({
      name,
      conclusion: "success",
      title: "Passed",
      summary: "",
      text: null,
      annotations: [],
      actions: [],
    }) as const;
  const publish = () =>
    platform().publish(
      {
        repository: "acme/shop",
        commit: HEAD,
        pullRequest: 7,
        page: "pull/7",
        checks: [check("portcullis/a"), check("portcullis")],
        comment: null,
        requests: { users: [], teams: [] },
      },
      { checks: [], comment: null, requested: { users: [], teams: [] } },
      { again: false },
    );
  const repository = { repository: { id: "R_1", url: "https://github.com/acme/shop" } };

  it("that was carried out only in part says what was not", async () => {
    answerWith(repository);
    answerWith({ c0: { checkRun: { id: "CR_1" } }, c1: new Refused() });
    await expect(publish()).rejects.toMatchObject({
      code: "forbidden",
      message: "1 of 2 check runs could not be written: portcullis (FORBIDDEN).",
    });
    expect(operations).toHaveLength(2);
  });

  it("that gave no run back is not taken for done", async () => {
    answerWith(repository);
    answerWith({ c0: { checkRun: { id: "CR_1" } }, c1: { checkRun: null } });
    await expect(publish()).rejects.toMatchObject({ code: "unreachable" });
  });
});
