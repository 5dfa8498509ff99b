import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import type { Evidence, FileEntry, Person, Reading, Review } from "../../src/domain/index.ts";

/** The example repository in which everything is in order, on this day. */
export const SHOP_AT = "2026-11-20T12:00:00Z";

const DOCS = new URL("../fixtures/shop/docs/", import.meta.url);

export const SHOP_POLICY = `version: 1
candidates:
  pull-requests:
    labels: [release]
roles:
  dpo: { users: [ola-hansen] }
  security-advisor: { users: [sigrid-lie] }
  release-authority: { users: [mona-berg], teams: [release-managers] }
  incident-responder: { teams: [incident-response] }
  tester: { teams: [testers] }
`;

export const PEOPLE = {
  author: person(201, "kari-nordmann"),
  dpo: person(101, "ola-hansen"),
  security: person(102, "sigrid-lie"),
  manager: person(103, "mona-berg"),
  responder: person(104, "ingrid-dahl"),
  tester: person(105, "tor-vik"),
  outsider: person(301, "nils-moe"),
} as const;

const HEAD = "1".repeat(40);
const TREE = "2".repeat(40);
const BASE = "3".repeat(40);

/** The texts of the example's documents by their path in the repository. */
export function shopDocuments(): Record<string, string> {
  const names = readdirSync(DOCS).sort();
  return Object.fromEntries(
    names.map((name) => [`docs/${name}`, readFileSync(new URL(name, DOCS), "utf8")]),
  );
}

/** Git's id of a blob. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export function file(text: string): FileEntry {
  return { kind: "file", oid: blobId(text), text };
}

/** Evidence of a pull request labelled `release` in which everything is in order, all approved. */
export function shopEvidence(): Evidence {
  const files: Record<string, FileEntry> = Object.fromEntries(
    Object.entries(shopDocuments()).map(([path, text]) => [path, file(text)]),
  );
  for (const path of [".well-known/security.txt", "security.txt"])
    files[path] = { kind: "missing" };
  const plan = files["docs/incident-response-plan.md"];
  return {
    at: SHOP_AT,
    candidate: {
      kind: "pull-request",
      stage: "review",
      repository: "acme/shop",
      commit: HEAD,
      tree: TREE,
      release: null,
      pullRequest: {
        number: 7,
        state: "open",
        draft: false,
        author: PEOPLE.author,
        base: { ref: "main", commit: BASE },
        headRef: "release/v1.4.0",
        head: { commit: HEAD, tree: TREE },
        fromFork: false,
        labels: ["release"],
      },
    },
    defaultBranch: "main",
    policies: [
      { repository: "acme/shop", path: ".github/portcullis.yml", entry: file(SHOP_POLICY) },
    ],
    files,
    listings: {},
    range: read({
      from: BASE,
      fromName: "main",
      changes: [{ path: "src/order.ts", previousPath: null, kind: "modified" }],
      before: {
        "docs/incident-response-plan.md": plan ?? { kind: "missing" },
        "docs/data-map.yml": files["docs/data-map.yml"] ?? { kind: "missing" },
      },
    }),
    previousRelease: read({
      tag: "v1.3.0",
      commit: "4".repeat(40),
      publishedAt: "2026-08-31T09:00:00Z",
    }),
    commits: read([
      { oid: HEAD, authors: [PEOPLE.author], committer: PEOPLE.author, committedByGitHub: false },
    ]),
    reviews: read([
      approval("11", PEOPLE.responder, "2026-11-19T08:00:00Z"),
      approval("12", PEOPLE.tester, "2026-11-19T09:00:00Z"),
      approval("13", PEOPLE.security, "2026-11-19T10:00:00Z"),
      approval("14", PEOPLE.dpo, "2026-11-19T11:00:00Z"),
      approval("15", PEOPLE.manager, "2026-11-19T12:00:00Z"),
    ]),
    timeline: read([{ kind: "labeled", at: "2026-11-18T08:00:00Z", label: "release" }]),
    people: {
      users: {
        "ola-hansen": read(PEOPLE.dpo),
        "sigrid-lie": read(PEOPLE.security),
        "mona-berg": read(PEOPLE.manager),
      },
      teams: {
        "acme/release-managers": read([PEOPLE.manager]),
        "acme/incident-response": read([PEOPLE.responder]),
        "acme/testers": read([PEOPLE.tester]),
      },
    },
    planChange: read({ commit: BASE, authors: [PEOPLE.author], approvedBy: [] }),
    policyHistory: read({
      changes: [
        {
          commit: "7".repeat(40),
          left: {
            repository: "acme/shop",
            path: ".github/portcullis.yml",
            entry: file(SHOP_POLICY),
          },
          pullRequest: null,
        },
      ],
      extended: [],
    }),
    changesPolicy: false,
    assets: { status: "unreadable", reason: "A pull request has no release." },
    alerts: {
      secretScanning: read([]),
      codeScanning: read({ analysed: true, open: [], dismissed: [] }),
      dependabot: read([]),
    },
    dependencies: read([]),
    arrivals: read([
      {
        commits: ["5".repeat(40), "6".repeat(40)],
        pullRequest: {
          number: 6,
          mergedAs: "6".repeat(40),
          madeBy: [PEOPLE.author],
          unnamed: false,
          approvedBy: [PEOPLE.tester],
        },
      },
    ]),
    twoFactor: read(true),
  };
}

export function approval(id: string, author: Person, submittedAt: string): Review {
  return { id, author, state: "approved", commit: HEAD, tree: TREE, submittedAt, dismissal: null };
}

function read<T>(value: T): Reading<T> {
  return { status: "read", value };
}

function person(id: number, login: string): Person {
  return { id, login, bot: false };
}
