import type { Database } from "../../src/store/index.ts";
import { openServer } from "../../src/store/database/server.ts";
import type { PullRequestHandle } from "../simulator/index.ts";
import { PostgresServer } from "../support/postgres.ts";
import { approveAll, conclusion, openRepository } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";

/** In hours. */
const SIX_MINUTES = 0.1;

describe("a release, decided on PostgreSQL", () => {
  let server: PostgresServer;
  let database: Database;
  let stage: Stage;
  let pullRequest: PullRequestHandle;

  beforeAll(async () => {
    server = await PostgresServer.begin();
    database = openServer(await server.database(), () => undefined);
    stage = await setStage({ database });
  });
  beforeEach(async () => {
    pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    await database.close();
    await server.close();
    expect(violations).toEqual([]);
  });

  const status = async (path: string) => (await fetch(`${stage.app.url}${path}`)).status;
  const ready = async () => {
    while ((await status("/readyz")) !== 200) await new Promise((next) => setTimeout(next, 50));
  };

  it("is approved", async () => {
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("is approved while the App does not run", async () => {
    await stage.restart(() => {
      approveAll(stage, pullRequest);
    });
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("is approved while the database is away: GitHub is told to deliver again", async () => {
    const before = stage.github.deliveries.count;
    await server.stop("fast");
    approveAll(stage, pullRequest);
    await stage.github.settled({ quietFor: 200 });
    const attempts = stage.github.deliveries.list().slice(before);
    expect(new Set(attempts.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
    expect(await status("/readyz")).toBe(503);
    expect(await status("/healthz")).toBe(200);
    await server.start();
    await ready();
    await stage.pass(SIX_MINUTES);
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("is approved at the moment at which the database is torn away", async () => {
    approveAll(stage, pullRequest);
    await server.stop("immediate");
    await stage.github.settled({ quietFor: 200 });
    await server.start();
    await ready();
    await stage.pass(SIX_MINUTES);
    expect(conclusion(pullRequest)).toBe("success");
  });
});
