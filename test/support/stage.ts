import { createLogger } from "../../src/logger.ts";
import { start, type Portcullis } from "../../src/main.ts";
import { readEnvironment } from "../../src/environment.ts";
import type { Database } from "../../src/store/index.ts";
import {
  startSimulator,
  type Installation,
  type OrganizationHandle,
  type PullRequestHandle,
  type RepositoryHandle,
  type Simulator,
  type User,
} from "../simulator/index.ts";
import { borrowDatabase, giveBack, letTimePass } from "./database.ts";
import { SHOP_POLICY, shopDocuments } from "./shop.ts";

/** acme/shop on a local GitHub, with Portcullis installed and listening. */
export interface Stage {
  readonly github: Simulator;
  readonly app: Portcullis;
  readonly acme: OrganizationHandle;
  /** What acme lets the App do. */
  readonly installation: Installation;
  readonly repository: RepositoryHandle;
  readonly people: Readonly<
    Record<"author" | "dpo" | "security" | "manager" | "responder" | "tester" | "outsider", User>
  >;
  /** Waits until nothing moves any more. */
  settled(): Promise<void>;
  /** The App stops, this happens, and it starts again: it hears of nothing in between. */
  restart(meanwhile: () => void): Promise<void>;
  /** So many hours go by, for GitHub and for the App; what became due is done. */
  pass(hours: number): Promise<void>;
  /** Opens the release pull request with these documents, or the example's. */
  releasePullRequest(options?: {
    /** Another repository than acme/shop. */
    readonly in?: RepositoryHandle;
    readonly documents?: Parameters<RepositoryHandle["commit"]>[0]["files"];
    readonly branch?: string;
    /** Where it leads; a branch other than `main` is what it is made from as well. */
    readonly base?: string;
    readonly labels?: readonly string[];
  }): PullRequestHandle;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Null: no policy stands anywhere. */
  readonly policy?: string | null;
  /** Whether the organisation's `.github` repository has the policy. */
  readonly organizationPolicy?: boolean;
  readonly retryDelays?: readonly number[];
  /** As in `Overrides`; the real one, which is longer, for measurements. */
  readonly patience?: number;
  /** How long the App waits for an answer of GitHub's. */
  readonly timeoutMilliseconds?: number;
  /** Somebody else's database, which stays open. */
  readonly database?: Database;
  /** Lines of the App's log are handed here. */
  readonly onLog?: (line: string) => void;
}

const BEGIN = "2026-11-20T09:00:00Z";

/** Builds the stage: the world, the App, and the wire between them. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  // Time passes as it does, for what waits; and GitHub's every look at the clock is a second later,
  // so that no two events share a moment.
  const began = performance.now();
  let looks = 0;
  let passed = 0;
  const now = () => new Date(Date.parse(BEGIN) + looks * 1000 + passed + performance.now() - began);
  const github = await startSimulator({
    now: () => (looks++, now()),
    // A minute of tests asks as much as many an hour of people's work.
    rateLimit: 1_000_000,
    // GitHub and the App share a processor here, and perhaps with others: late is not lost.
    answerWithin: 120_000,
  });
  // Nobody listens yet: it would only be asked for again.
  const undisturbed = github.deliveries.intercept(() => "drop");
  const people = {
    author: github.user("kari-nordmann"),
    dpo: github.user("ola-hansen"),
    security: github.user("sigrid-lie"),
    manager: github.user("mona-berg"),
    responder: github.user("ingrid-dahl"),
    tester: github.user("tor-vik"),
    outsider: github.user("nils-moe"),
  };
  const acme = github.organization("acme", {
    admins: [people.manager],
    members: Object.values(people).filter((person) => person !== people.outsider),
  });
  const teams = [
    acme.team("release-managers", { members: [people.manager] }),
    acme.team("incident-response", { members: [people.responder] }),
    acme.team("testers", { members: [people.tester] }),
  ];
  const repository = acme.repository("shop");
  for (const team of teams) repository.teamAccess(team, "write");
  for (const person of Object.values(people)) {
    if (person !== people.outsider) repository.collaborator(person, "write");
  }
  repository.commit({
    author: people.manager,
    message: "Begin the shop",
    files: { "README.md": "# Shop\n", "src/order.ts": "export const order = 1;\n" },
  });
  const { policy = SHOP_POLICY } = options;
  if (policy !== null) {
    const files = { ".github/portcullis.yml": policy };
    repository.commit({ author: people.manager, message: "Ask for gates", files });
  }
  if (options.organizationPolicy) {
    const files = { ".github/portcullis.yml": SHOP_POLICY };
    acme.repository(".github").commit({ author: people.manager, message: "Ask for gates", files });
  }
  const installation = github.install(acme);

  const log = options.onLog
    ? createLogger("debug", { write: options.onLog })
    : createLogger("fatal");
  const environment = readEnvironment({
    ...github.environment(),
    HOST: "127.0.0.1",
    PORT: "0",
  });
  const database = options.database ?? (await borrowDatabase());
  const startApp = async () => {
    const started = await start(environment, {
      now,
      log,
      database,
      patience: options.patience ?? 2,
      retryDelays: options.retryDelays ?? [20, 50, 100],
      timeoutMilliseconds: options.timeoutMilliseconds ?? 60_000,
    });
    github.connect(`${started.url}/api/github/webhooks`);
    return started;
  };
  undisturbed();
  let app = await startApp();

  const settled = async () => {
    for (let quiet = 0; quiet < 2; quiet++) {
      await github.settled({ quietFor: 30 });
      await app.idle();
    }
  };

  return {
    github,
    get app() {
      return app;
    },
    acme,
    installation,
    repository,
    people,
    settled,
    restart: async (meanwhile) => {
      await app.close();
      github.connect(undefined);
      try {
        meanwhile();
      } finally {
        app = await startApp();
      }
      await settled();
    },
    pass: async (hours) => {
      passed += hours * 3_600_000;
      await letTimePass(database, hours);
      await settled();
    },
    releasePullRequest: (options = {}) => {
      const { documents, branch = "release/v1.4.0", labels = ["release"] } = options;
      const { in: where = repository, base = "main" } = options;
      where.commit({
        branch,
        ...(base === "main" ? {} : { parents: [where.oid(base)] }),
        author: people.author,
        message: "Prepare v1.4.0",
        files: documents ?? shopDocuments(),
      });
      return where.pullRequest({
        by: people.author,
        head: branch,
        base,
        title: "Release v1.4.0",
        labels,
      });
    },
    close: async () => {
      await app.close();
      if (!options.database) giveBack(database);
      await github.stop();
    },
  };
}
