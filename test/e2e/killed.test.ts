import { rm } from "node:fs/promises";
import { prepareCrowd, type Crowd } from "../support/crowd.ts";
import { emptyDirectory, emptyOnServerAt } from "../support/database.ts";
import { Ordeal, type Data } from "../support/ordeal.ts";

const PULL_REQUESTS = 14;

/** Five processes start one after the other, each with a database: a busy machine takes its time. */
const WITHIN_MS = 300_000;

/** Processes that die in the middle of a burst: what they had said to have taken is done all the same. */
describe("killed in the middle of a burst", () => {
  let crowd: Crowd;
  let ordeal: Ordeal;
  const begin = async (data: Data, processes: number) => {
    crowd = await prepareCrowd(2);
    ordeal = new Ordeal(crowd, data);
    await Promise.all(Array.from({ length: processes }, () => ordeal.start()));
    await ordeal.quiet();
    crowd.gather({ pullRequests: PULL_REQUESTS, deliveries: 75 });
    crowd.github.faults.latency = 30;
  };
  afterEach(async () => {
    for (const server of ordeal.servers) await server.kill();
    await crowd.github.stop();
  });

  it(
    "the only process loses nothing that it took, and decides everything rightly",
    async () => {
      const directory = await emptyDirectory();
      await begin({ DATA_DIR: directory }, 1);
      const told = ordeal.tell(10);
      await ordeal.untilWrong(PULL_REQUESTS - 3);
      const [server] = ordeal.servers;
      if (server) await ordeal.kill(server);
      expect(crowd.wrong().length).toBeGreaterThan(0);
      await ordeal.start();
      await told;
      expect(await ordeal.damage()).toEqual([]);
      await rm(directory, { recursive: true });
    },
    WITHIN_MS,
  );

  it(
    "one of three processes loses nothing that it took, and the others go on",
    async () => {
      await begin({ DATABASE_URL: await emptyOnServerAt() }, 3);
      const told = ordeal.tell(10);
      await ordeal.untilWrong(PULL_REQUESTS - 3);
      const [server] = ordeal.servers;
      if (server) await ordeal.kill(server);
      expect(crowd.wrong().length).toBeGreaterThan(0);
      await told;
      await ordeal.deliverFailedAgain();
      expect(await ordeal.damage()).toEqual([]);
    },
    WITHIN_MS,
  );
});
