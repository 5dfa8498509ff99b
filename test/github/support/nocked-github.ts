import nock from "nock";
import type { Operation } from "../../../src/github/api.ts";
import { officialAnswer } from "./official-answer.ts";
import { problemsOf } from "./official-schema.ts";
import { variablesFit } from "./variables-fit.ts";

const API = "https://api.github.com";

/** What was wrong with the requests that came. */
const badRequests: string[] = [];

/** The operations that came, in order. */
export const operations: Operation[] = [];

interface Sent {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Answers the next GraphQL request with a fixture, by the official schema. */
export function answerWith(fixture: Record<string, unknown>): void {
  nock(API)
    .post("/graphql")
    .reply(200, async (request: Request) => {
      const { query, variables } = (await request.json()) as Sent;
      const operation = { document: query, variables: variables ?? {} };
      badRequests.push(...problemsOf(query), ...variablesFit(operation));
      operations.push(operation);
      return officialAnswer(operation, fixture);
    });
}

/** Answers the next GraphQL request with exactly this. */
export function answerRaw(
  status: number,
  body: string | Record<string, unknown>,
  headers: Record<string, string> = { "content-type": "application/json" },
): void {
  nock(API)
    .post("/graphql")
    .reply(status, typeof body === "string" ? body : JSON.stringify(body), headers);
}

/** The next REST request. */
export function rest(): nock.Scope {
  return nock(API);
}

/**
 * For a file of tests: nothing but what a test announces is answered, everything that it announces
 * must be asked, and no request may be invalid. Afterwards the network is left as it was found.
 */
export function useNockedGitHub(): void {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    badRequests.length = 0;
    operations.length = 0;
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
    expect(badRequests).toEqual([]);
  });
  afterAll(() => {
    nock.restore();
  });
}
