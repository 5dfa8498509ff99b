import {
  accountsIn,
  decide,
  loginsOf,
  ordinaryWords,
  pseudonymise,
  restore,
  rewriteEvidence,
  serialise,
} from "../../../src/application/index.ts";
import type { Decision, Evidence } from "../../../src/domain/index.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { file, PEOPLE, shopEvidence, SHOP_POLICY } from "../../support/shop.ts";

/** Everybody gets a pseudonym by their place. */
function namesFor(evidence: Evidence, decision: Decision) {
  const accounts = accountsIn(evidence, decision);
  return new Map(
    accounts.map((account, at) => [
      account.login.toLowerCase(),
      { ...account, pseudonym: `person-${String(at).padStart(12, "0")}` },
    ]),
  );
}

function hidden(evidence: Evidence) {
  const decision = decide(evidence, KNOWLEDGE);
  const names = namesFor(evidence, decision);
  const text = serialise(pseudonymise(decision, evidence, names, KNOWLEDGE));
  expect(restore(text, loginsOf(names))).toBe(serialise(decision));
  return { text, of: (login: string) => names.get(login)?.pseudonym ?? "nobody" };
}

/** The example, with the DPO called otherwise. */
function withDpo(login: string): Evidence {
  const text = JSON.stringify(shopEvidence())
    .replaceAll('"login":"ola-hansen"', `"login":${JSON.stringify(login)}`)
    .replaceAll('"ola-hansen":', `${JSON.stringify(login.toLowerCase())}:`)
    .replaceAll("[ola-hansen]", `[${login}]`);
  return JSON.parse(text) as Evidence;
}

const POLICY = { repository: "acme/shop", path: ".github/portcullis.yml" };
const withPolicy = (text: string, evidence = shopEvidence()): Evidence => ({
  ...evidence,
  policies: [{ ...POLICY, entry: file(text) }],
});

describe("a decision under pseudonyms", () => {
  it("names nobody, and says the same", () => {
    const { text, of } = hidden(shopEvidence());
    expect(text).toContain(`"message": "${of("ola-hansen")} approved this commit."`);
    for (const { login } of Object.values(PEOPLE)) expect(text).not.toContain(login);
  });

  it.each(["release", "main", "status", "approved", "dpo", "users", "file"])(
    "names nobody where somebody is called %s, and leaves the word where it is one",
    (login) => {
      const { text, of } = hidden(withDpo(login));
      expect(text).toContain(`"message": "${of(login)} approved this commit."`);
      expect(text).toContain(`${of(login)} as Data Protection Officer`);
      expect(text).not.toContain(`"message": "${login} approved`);
      expect(text).toContain('"stage": "review"');
    },
  );

  it("keeps the way in which GitHub writes a login", () => {
    const { text, of } = hidden(withDpo("Ola-Hansen"));
    expect(text).toContain(`"message": "P${of("ola-hansen").slice(1)} approved this commit."`);
    expect(text).toContain(`The policy names ${of("ola-hansen")} as`);
  });

  it("hides who granted a waiver, and whom its reason mentions", () => {
    const waiver = `waivers:
  - requirement: secure-development.threat-model
    reason: "@nils-moe of @acme/dpo asked OLA-hansen; see @types/node, nils@example.com."
    granted-by: "@Ola-Hansen"
    granted: 2026-11-19
    expires: 2026-11-30
`;
    const { text, of } = hidden(withPolicy(SHOP_POLICY + waiver));
    expect(text).toContain(`"granted-by": "${of("ola-hansen")}"`);
    expect(text).toContain(
      `"reason": "@${of("nils-moe")} of @acme/dpo asked ${of("ola-hansen")}-c7; see @types/node, nils@example.com."`,
    );
  });

  it.each(["Kari Nordmann-Øyen", "@kari-nordmann", "release", "Nobody."])(
    "hides who answers for an accepted deviation: %s",
    (owner) => {
      const evidence = shopEvidence();
      const path = "docs/security-review.md";
      const entry = evidence.files[path];
      const before = entry?.kind === "file" ? (entry.text ?? "") : "";
      const text = before.replace(/owner: .*$/m, `owner: "${owner}"`);
      const { text: shown, of } = hidden({
        ...evidence,
        files: { ...evidence.files, [path]: file(text) },
      });
      const name = owner.replace("@", "");
      expect(shown).toMatch(/"who": "@?[Pp]erson-[0-9a-f]{12}"/);
      expect(shown.toLowerCase()).toContain(of(name.toLowerCase()));
      expect(shown).not.toContain(`"who": "${owner}"`);
    },
  );

  it("hides people in what is wrong with a policy", () => {
    const { text, of } = hidden(
      withPolicy(`${SHOP_POLICY}mode: "@kari-nordmann, said Ola-Hansen"\n`),
    );
    expect(text).toContain(`@${of("kari-nordmann")}, said `);
    expect(text).not.toMatch(/ola-hansen|kari-nordmann/i);
  });

  it("hides people where a message is cut off by its length", () => {
    const mode = `${"x".repeat(70)} ola-hansen ola-hansen`;
    const { text } = hidden(withPolicy(`${SHOP_POLICY}mode: "${mode}"\n`));
    expect(text).not.toContain("ola-hansen");
  });

  it("is not led astray by a document that holds a pseudonym", () => {
    const text = `${SHOP_POLICY}mode: "person-000000000001"\n`;
    expect(hidden(withPolicy(text)).text).toContain("person-000000000001-l");
  });
});

describe("evidence without a person", () => {
  const forget = (evidence: Evidence, login: string) => {
    const names = new Map([...namesFor(evidence, decide(evidence, KNOWLEDGE))]);
    const named = names.get(login);
    if (!named) throw new Error(`Nobody is called ${login}.`);
    const isOrdinary = ordinaryWords(evidence, KNOWLEDGE);
    const options = { isOrdinary, ids: true, escape: true };
    return rewriteEvidence(evidence, new Map([[login, named]]), options);
  };

  it("holds neither login nor id", () => {
    const evidence = shopEvidence();
    const notes = "101+ola-hansen@users.noreply.github.com, @Ola-Hansen, 2101+x@example.com";
    const files = { ...evidence.files, "docs/ola-hansen.md": file(notes) };
    const { evidence: left, changed } = forget({ ...evidence, files }, "ola-hansen");
    const text = JSON.stringify(left);
    expect(changed).toBe(true);
    expect(text).not.toMatch(/ola-hansen/i);
    expect(text).not.toMatch(/\b101\b/);
    expect(text).toContain("2101+x@example.com");
    expect(text).toContain("kari-nordmann");
  });

  it("is decided as before", () => {
    const { evidence } = forget(shopEvidence(), "ola-hansen");
    expect(decide(evidence, KNOWLEDGE).outcome).toBe("passed");
  });

  it("keeps a word that is also a login, and says how often", () => {
    const { evidence, left } = forget(withDpo("release"), "release");
    expect(evidence.candidate.pullRequest?.labels).toEqual(["release"]);
    expect(JSON.stringify(evidence.policies)).toContain("users: [person-");
    expect(JSON.stringify(evidence.people)).not.toContain('"login":"release"');
    expect(left).toBeGreaterThan(0);
    expect(decide(evidence, KNOWLEDGE).outcome).toBe("passed");
  });

  it("does not touch another account that has the login now", () => {
    const evidence = withDpo("kari");
    const names = new Map([
      ["kari", { pseudonym: "person-0123456789ab", id: 5, login: "kari", onlyMentioned: false }],
    ]);
    const options = { isOrdinary: () => false, ids: true, escape: true };
    const { people } = rewriteEvidence(evidence, names, options).evidence;
    expect(JSON.stringify(people)).toContain('"login":"kari"');
  });
});
