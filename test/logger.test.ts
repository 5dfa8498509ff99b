import { EvidenceUnavailable } from "../src/application/index.ts";
import { createLogger } from "../src/logger.ts";

describe("the log", () => {
  const written = (err: unknown) => {
    let line = "";
    createLogger("info", { write: (text) => (line += text) }).warn({ err }, "failed");
    return line;
  };
  const WORDS = "Could not resolve to a User with the login of 'kari-nordmann'.";
  const rest = Object.assign(new Error(WORDS), { name: "HttpError", status: 422, request: {} });
  const graphql = Object.assign(new Error(WORDS), { name: "GraphqlResponseError", errors: [] });

  it.each([
    ["REST", rest, "HttpError 422"],
    ["GraphQL", graphql, "GraphqlResponseError"],
  ])("repeats no words of GitHub's %s, as a cause or by themselves", (_what, error, brief) => {
    const cause = new EvidenceUnavailable("unexpected-answer", "Not expected.", { cause: error });
    for (const err of [cause, error]) {
      expect(written(err)).not.toContain("kari-nordmann");
      expect(written(err)).toContain(brief);
    }
    expect(written(cause)).toContain("Not expected.");
  });

  it("keeps what the database said", () => {
    const cause = Object.assign(new Error("no such table"), { code: "42P01" });
    expect(written(new Error("Not stored.", { cause }))).toContain("no such table");
  });
});
