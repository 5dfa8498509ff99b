import { Kind, parse, type FragmentDefinitionNode, type SelectionSetNode } from "graphql";
import type { Fault, PullRequestHandle, RequestSummary } from "../simulator/index.ts";
import { approveAll, conclusion, openRepository, words } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

type When = (request: RequestSummary) => boolean;

const EVERYTHING: When = () => true;
const THE_READ: When = ({ operation }) => operation?.name === "Snapshot";
const CHECKS: When = ({ operation }) => operation?.name === "Checks";
const GRAPHQL: When = ({ kind }) => kind === "graphql";
const REST: When = ({ kind }) => kind === "rest";

interface Row {
  readonly what: string;
  readonly fault: Fault;
  readonly when: When;
  /** How often the fault is met before it goes away; else once it has been met three times. */
  readonly times?: number;
  /** Whether the check run can still be written, and so has to say that nothing can be told. */
  readonly says?: boolean;
  /** Whether GitHub still answers in the end: then there is nothing to tell. */
  readonly harmless?: boolean;
}

const ROWS: readonly Row[] = [
  { what: "500 to everything", fault: { status: 500 }, when: EVERYTHING },
  { what: "502 to everything", fault: { status: 502 }, when: EVERYTHING },
  { what: "503 to the read", fault: { status: 503 }, when: THE_READ, says: true },
  { what: "502 to the writing of checks", fault: { status: 502 }, when: CHECKS },
  { what: "no answer to anything", fault: { hang: true }, when: EVERYTHING },
  { what: "no answer to the read", fault: { hang: true }, when: THE_READ, says: true },
  { what: "cut connections", fault: { reset: true }, when: EVERYTHING },
  { what: "a cut connection at the read", fault: { reset: true }, when: THE_READ, says: true },
  { what: "slow answers", fault: { delay: 80 }, when: EVERYTHING, harmless: true },
  { what: "502 to everything of REST", fault: { status: 502 }, when: REST },
  {
    what: "the hourly limit of GraphQL",
    fault: { rateLimit: "primary", resetInSeconds: 2 },
    when: GRAPHQL,
    times: 1,
  },
  {
    what: "the hourly limit of REST",
    fault: { rateLimit: "primary", resetInSeconds: 2 },
    when: REST,
    times: 1,
    harmless: true,
  },
  ...([403, 429] as const).flatMap((status): Row[] => [
    {
      what: `a secondary limit of GraphQL (${status})`,
      fault: { rateLimit: "secondary", status, retryAfterSeconds: 1 },
      when: GRAPHQL,
      times: 2,
    },
    {
      what: `a secondary limit of REST (${status})`,
      fault: { rateLimit: "secondary", status, retryAfterSeconds: 1 },
      when: REST,
      times: 1,
      harmless: true,
    },
  ]),
  {
    what: "lost answers to the writing of checks",
    fault: { lostAnswer: true },
    when: CHECKS,
    times: 2,
    harmless: true,
  },
  {
    what: "lost answers to the writing of the comment",
    fault: { lostAnswer: true },
    when: ({ body }) => body.includes("addComment"),
    times: 1,
    harmless: true,
  },
];

describe("faults of GitHub", () => {
  let stage: Stage;
  const errors: string[] = [];

  beforeAll(async () => {
    stage = await setStage({
      retryDelays: [20, 40, 80],
      timeoutMilliseconds: 1_000,
      onLog: (line) => {
        if (/"level":[56]0/.test(line)) errors.push(line);
      },
    });
  });
  afterEach(() => {
    stage.github.faults.clear();
    expect(stage.github.violations).toEqual([]);
  });
  afterAll(async () => {
    await stage.close();
    expect(errors).toEqual([]);
  });

  /** Lets requests fail; answers how often that happened, and how to end it. */
  const break_ = ({ fault, when, times }: Pick<Row, "fault" | "when" | "times">) => {
    let met = 0;
    const counted: When = (request) => when(request) && ++met > 0;
    const end = stage.github.faults.inject(fault, counted, times);
    return { end, met: () => met };
  };
  const enough = ({ times = 3 }: Row) => times;

  describe("that stand when a pull request is opened", () => {
    it.each(ROWS)("$what: shut until it is over, then right by itself", async (row) => {
      const repository = openRepository(stage);
      await stage.settled();
      const broken = break_(row);
      const pullRequest = stage.releasePullRequest({ in: repository });
      approveAll(stage, pullRequest);
      if (row.harmless !== true) {
        await until(() => broken.met() >= enough(row));
        expect(conclusion(pullRequest)).not.toBe("success");
      }
      if (row.says === true) {
        await until(() => words(pullRequest).includes("Could not tell"));
        expect(conclusion(pullRequest)).toBe("failure");
      }
      if (row.harmless !== true) broken.end();
      await until(() => conclusion(pullRequest) === "success");
      broken.end();
      await inOrder(pullRequest);
    });
  });

  describe("that begin when everything is green", () => {
    it.each(ROWS)("$what: a dismissed approval shuts the gate in the end", async (row) => {
      const pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
      approveAll(stage, pullRequest, "dpo");
      const approval = pullRequest.approve(stage.people.dpo);
      await until(() => conclusion(pullRequest) === "success");
      await stage.settled();
      const broken = break_(row);
      pullRequest.dismiss(approval, stage.people.manager);
      if (row.harmless !== true) await until(() => broken.met() >= enough(row));
      if (row.says === true) {
        await until(() => conclusion(pullRequest) === "failure");
        expect(words(pullRequest)).toContain("Could not tell");
        expect(pullRequest.checkRuns().filter((run) => run.conclusion === "success")).toEqual([]);
      }
      if (row.harmless !== true) broken.end();
      await until(() => conclusion(pullRequest) === "action_required");
      broken.end();
      await inOrder(pullRequest);
    });
  });

  it("of the comment alone leave the checks as they were decided, until it can be written", async () => {
    const pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
    await stage.settled();
    const isComment: When = ({ method, path }) => method === "PATCH" && path.includes("/comments/");
    const broken = break_({ fault: { status: 502 }, when: isComment });
    approveAll(stage, pullRequest);
    await until(() => conclusion(pullRequest) === "success");
    const written = () => stage.github.requests.list({ operation: "Checks" }).length;
    const [runs, before] = [written(), broken.met()];
    await until(() => broken.met() >= before + 3);
    expect([conclusion(pullRequest), written()]).toEqual(["success", runs]);
    broken.end();
    const said = () => pullRequest.record.comments.map(({ body }) => body).join();
    await until(() => said().includes("Passed"));
  });

  describe("that spoil only parts of an answer", () => {
    /**
     * What makes no difference to the decision: what we published ourselves, what is only shown
     * beside it, the plan's history (a responder approved the candidate itself), …
     */
    const DO_NOT_MATTER =
      /^rateLimit|\.(comments|reviewRequests|proposed|history|checkSuites|mergeCommit)\b|^repository\.pullRequests/;
    /** … what is not there to be refused, and what is remembered, since a commit never changes. */
    const NOT_ASKED =
      /^organisation\.|^repository\.commit\b|\.firstOne\.|releases\.nodes\.|timelineItems\.nodes\.(previousReviewState|actor|review)\b|\.d[34]\./;
    /** What is asked for branches, releases and merge queues decides about those. */
    const OF_PULL_REQUESTS = /^query (Snapshot|Files|People|NextPage|OpenPullRequests|Policies)\b/;
    /** One document, file and person stands for all, and one thing on a page for its siblings. */
    const LIKE_ANOTHER = /(^|\.)[dfbpn][1-9]\d*\.|pageInfo\.|\.(user|author)\.login$/;
    let pullRequest: PullRequestHandle;

    beforeAll(async () => {
      pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
      stage.github.requests.clear();
      approveAll(stage, pullRequest);
      await until(() => conclusion(pullRequest) === "success");
      await stage.settled();
    });

    it("every field of every question: shut while it is refused, and open by itself afterwards", async () => {
      const questions = stage.github.requests
        .list({ kind: "graphql" })
        .filter(({ operation }) => operation?.kind === "query")
        .map(({ body }) => (JSON.parse(body) as { query: string }).query)
        .filter((query) => OF_PULL_REQUESTS.test(query));
      const paths = [...new Set(questions.flatMap(pathsIn))];
      expect(paths).toContain("repository.pullRequest.reviews.nodes.submittedAt");
      const asked = paths.filter(
        (path) => ![DO_NOT_MATTER, NOT_ASKED, LIKE_ANOTHER].some((left) => left.test(path)),
      );
      expect(asked.length).toBeGreaterThan(100);
      const becomes = (green: boolean) =>
        until(() => (conclusion(pullRequest) === "success") === green, 3_000).then(
          () => true,
          () => false,
        );
      const open: string[] = [];
      const stuck: string[] = [];
      for (const path of asked) {
        const end = stage.github.faults.inject({ forbidden: path });
        look(pullRequest);
        if (!(await becomes(false))) open.push(path);
        end();
        if (await becomes(true)) continue;
        stuck.push(path);
        look(pullRequest);
        await becomes(true);
      }
      expect({ open, stuck }).toEqual({ open: [], stuck: [] });
    });

    it.each(["members", "checks", "pull_requests", "contents"])(
      "a missing permission (%s): shut while it is missing, and open by itself afterwards",
      async (permission) => {
        const { installation } = stage;
        const { permissions } = installation;
        installation.permissions = Object.fromEntries(
          Object.entries(permissions).filter(([name]) => name !== permission),
        );
        const another = stage.releasePullRequest({ in: openRepository(stage) });
        approveAll(stage, another);
        await stage.settled();
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(conclusion(another)).not.toBe("success");
        installation.permissions = permissions;
        await until(() => conclusion(another) === "success");
        await inOrder(another);
      },
    );
  });

  describe("of the App's own identity", () => {
    it("tokens that become invalid are exchanged, and the exchange is tried until it works", async () => {
      const broken = break_({ fault: { status: 502 }, when: ({ kind }) => kind === "token" });
      stage.github.expireInstallationTokens();
      const pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
      approveAll(stage, pullRequest);
      await until(() => broken.met() >= 2);
      expect(conclusion(pullRequest)).not.toBe("success");
      broken.end();
      await until(() => conclusion(pullRequest) === "success");
    });

    it.each([{ status: 502 }, { hang: true }, { reset: true }] as const)(
      "nothing can be asked at all when the App has just started (%p)",
      async (fault) => {
        const fresh = await setStage({ retryDelays: [20, 40], timeoutMilliseconds: 1_000 });
        const end = fresh.github.faults.inject(fault);
        const pullRequest = fresh.releasePullRequest();
        approveAll(fresh, pullRequest);
        await until(() => fresh.github.requests.received >= 2);
        expect(conclusion(pullRequest)).toBeNull();
        end();
        await until(() => conclusion(pullRequest) === "success");
        const { violations } = fresh.github;
        await fresh.settled();
        await fresh.close();
        expect(violations).toEqual([]);
      },
    );
  });

  /** One comment in the end, and no check run that was written more often than was needed. */
  async function inOrder(pullRequest: PullRequestHandle): Promise<void> {
    const comments = () => pullRequest.record.comments.filter(({ app }) => app !== null);
    await until(() => comments().length === 1);
    await stage.settled();
    expect(comments()).toHaveLength(1);
    const names = pullRequest.checkRuns().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});

/** Has the App look at a pull request again. */
function look(pullRequest: PullRequestHandle): void {
  pullRequest.edit(pullRequest.record.author, { title: `Look ${++looks}` });
}

let looks = 0;

/** The places of an answer, "repository.pullRequest.reviews", that a query asks for. */
function pathsIn(query: string): string[] {
  const { definitions } = parse(query);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const below = (set: SelectionSetNode | undefined, path: string): string[] =>
    (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return below(selection.selectionSet, path);
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return below(fragments.get(selection.name.value)?.selectionSet, path);
      if (selection.name.value === "__typename") return [];
      const name = (selection.alias ?? selection.name).value;
      const here = path === "" ? name : `${path}.${name}`;
      return [here, ...below(selection.selectionSet, here)];
    });
  return definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? below(one.selectionSet, "") : [],
  );
}
