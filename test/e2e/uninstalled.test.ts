import { approveAll, conclusion } from "../support/releases.ts";
import { setStage } from "../support/stage.ts";
import { until } from "../support/until.ts";

const ENDED = "the App is not installed there any more: the job ends";

it("asks for nothing more where it was uninstalled, and looks at everything once it is back", async () => {
  let ended = 0;
  const onLog = (line: string) => {
    if (line.includes(ENDED)) ended += 1;
  };
  const stage = await setStage({ retryDelays: [1], onLog });
  const { github, installation } = stage;
  try {
    const pullRequest = stage.releasePullRequest();
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");

    // What waits is the hourly look at the releases.
    await stage.restart(() => {
      github.uninstall(installation);
    });
    await stage.pass(1);
    await until(() => ended === 1);
    github.requests.clear();
    await stage.pass(2);
    expect(github.requests.count({ kind: "token" })).toBe(0);

    approveAll(stage, pullRequest);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    github.install(stage.acme);
    await stage.pass(2);
    expect(conclusion(pullRequest)).toBe("success");
  } finally {
    await stage.close();
  }
});
