import { readIncidentPlan } from "../../src/documents/index.ts";
import type { FileEntry } from "../../src/domain/index.ts";
import { change, documentOf, example, file, headings, problemsOf } from "./support.ts";

const PLAN = example("incident-response-plan.md");
const [, FRONT = "", BODY = ""] = /^(---\n[^]*?\n---\n)([^]*)$/.exec(PLAN) ?? [];
const reading = (entry: FileEntry | undefined) => readIncidentPlan("plan.md", entry, headings);
const read = (text: string) => documentOf(reading(file(text)));

describe("a document that cannot be understood", () => {
  it.each<[what: string, text: string, problem: RegExp]>([
    ["nothing", "", /^1 : .*no front matter/],
    ["no front matter", BODY, /^1 : .*no front matter/],
    ["no end of the front matter", change(PLAN, "\n---\n#", "\n#"), /^1 : .*no other `---`/],
    ["an empty line first", `\n${PLAN}`, /^2 : .*very beginning/],
    ["a heading first", `# Plan\n\n${PLAN}`, /^3 : .*very beginning/],
    ["two front matters", FRONT + PLAN, /^39 : .*second front matter/],
    ["two front matters, apart", `${FRONT}\n${PLAN}`, /^40 : .*second front matter/],
    ["empty front matter", `---\n---\n${BODY}`, /^2 : .*empty/],
    ["a list as front matter", `---\n- a\n---\n${BODY}`, /^2 : .*list/],
    ["YAML that is none", change(PLAN, "reviewed: 2026", "reviewed: [2026"), /^\d+ : /],
    ["a tab in the YAML", change(PLAN, "  email: incident", "\temail: incident"), /^7 : .*tab/],
    ["an alias", change(PLAN, "support: {", "support: *all\nx: {"), /^10 support: .*\*all/],
    ["NUL", change(PLAN, "## Logs", "## Lo\0gs"), /^65 : .*NUL/],
    ["bytes that are no UTF-8", change(PLAN, "## Logs", "## L\uFFFDgs"), /^65 : .*UTF-8/],
    ["a lone carriage return", change(PLAN, "## Logs\n", "## Logs\r"), /^65 : .*carriage return/],
    ["too deep quotations", `${PLAN}\n${">".repeat(10_000)}`, /^85 : .*nested/],
    ["too deep lists", `${PLAN}\n${"- ".repeat(10_000)}a`, /^85 : .*nested/],
    ["too many headings", PLAN + "# a\n".repeat(2_000), /: .*2,000 headings/],
    ["too many lines", PLAN + "\n".repeat(50_000), /^1 : .*50,000 lines/],
  ])("says why: %s", (what, text, problem) => {
    const document = read(text);
    expect(problemsOf(document)).toContainEqual(expect.stringMatching(problem));
    expect(document.problems.every(({ remedy }) => remedy !== "")).toBe(true);
    if (what !== "an alias") {
      expect(document.broken).toBe(true);
      expect(document.fields).toEqual({});
    }
    expect(Object.keys(document.sections)).toHaveLength(18);
  });

  it.each<[what: string, text: string]>([
    ["a byte order mark", `\uFEFF${PLAN}`],
    ["CRLF", PLAN.replaceAll("\n", "\r\n")],
    ["both", `\uFEFF${PLAN.replaceAll("\n", "\r\n")}`],
    ["spaces after the dashes", PLAN.replaceAll(/^---$/gm, "---  ")],
    ["a line across the page below the front matter", `${FRONT}\n---\n\n${BODY}`],
    ["deep but not endless quotations", `${PLAN}\n${">".repeat(16)}`],
  ])("is not one with %s", (_what, text) => {
    const document = read(text);
    expect(document.problems).toEqual([]);
    expect(Object.keys(document.fields)).toHaveLength(11);
    expect(document.sections["patching"]?.state).toBe("says-something");
  });

  it.each<[entry: FileEntry | undefined, status: string, words: RegExp]>([
    [{ kind: "missing" }, "missing", /Nothing/],
    [{ kind: "not-a-file", what: "symlink" }, "missing", /symbolic link/],
    [{ kind: "not-a-file", what: "submodule" }, "missing", /submodule/],
    [{ kind: "not-a-file", what: "directory" }, "missing", /folder/],
    [{ kind: "unreadable", oid: null, reason: "Forbidden." }, "unreadable", /^Forbidden\.$/],
    [{ kind: "file", oid: "a" }, "unreadable", /not read/],
    [undefined, "unreadable", /looked/],
    [file(`${PLAN}${"æ".repeat(255_000)}`), "unreadable", /larger than 512,000 bytes/],
  ])("is no document at all: %j", (entry, status, words) => {
    const result = reading(entry);
    expect(result.status).toBe(status);
    expect(result).toMatchObject({
      path: "plan.md",
      [status === "missing" ? "why" : "reason"]: expect.stringMatching(words) as string,
    });
  });

  it("is read up to the last byte that is allowed", () => {
    const prose = "This plan is long, as plans of large organisations are.\n";
    const rest = 512_000 - Buffer.byteLength(PLAN);
    const text = PLAN + prose.repeat(rest / prose.length) + "x".repeat(rest % prose.length);
    expect(Buffer.byteLength(text)).toBe(512_000);
    expect(read(text).problems).toEqual([]);
    expect(reading(file(`${text}x`)).status).toBe("unreadable");
  });
});
