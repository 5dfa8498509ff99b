/**
 * The layers of the house. Every rule says why it is there.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: "domain-imports-nothing",
      comment:
        "A decision must be replayable from its evidence alone: the domain knows no package, no Node, no clock, no other layer.",
      severity: "error",
      from: { path: "^src/domain/" },
      to: { pathNot: "^src/domain/" },
    },
    {
      name: "text-imports-only-domain",
      comment: "How people's text is read does not depend on what it is about.",
      severity: "error",
      from: { path: "^src/text/" },
      to: { path: "^src/", pathNot: "^src/(text|domain)/" },
    },
    {
      name: "policy-and-documents-read-text-only",
      comment:
        "Parsers turn text into domain types. They know neither each other nor any use case.",
      severity: "error",
      from: { path: "^src/(policy|documents)/" },
      to: { path: "^src/", pathNot: ["^src/(text|domain)/", "^src/$1/"] },
    },
    {
      name: "application-points-inward",
      comment: "Use cases name what they need as ports; they do not know who offers it.",
      severity: "error",
      from: { path: "^src/application/" },
      to: { path: "^src/", pathNot: "^src/(application|policy|documents|text|domain)/" },
    },
    {
      name: "parsers-and-use-cases-do-no-io",
      comment:
        "What decides is the same everywhere, in a server, a command line or a replay: it reads no file and no network. Hashing is no I/O.",
      severity: "error",
      from: { path: "^src/(text|policy|documents|application)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "adapters-do-not-know-each-other",
      comment: "Each adapter can be replaced by itself. Only main.ts and cli/ wire them together.",
      severity: "error",
      from: { path: "^src/(github|store|webhooks)/" },
      to: {
        path: "^src/",
        pathNot: ["^src/(application|policy|documents|text|domain)/", "^src/$1/"],
      },
    },
    {
      name: "the-command-line-is-no-server",
      comment: "The command line starts fast, and runs where there is no App.",
      severity: "error",
      from: { path: "^src/cli/" },
      to: { path: ["^src/(webhooks|main|connection|environment|logger)", "node_modules/probot"] },
    },
    {
      name: "the-command-line-opens-the-database-in-one-place",
      comment: "Commands about a server's data are given what they ask; the others never load it.",
      severity: "error",
      from: { path: "^src/cli/", pathNot: "^src/cli/with-database\\.ts$" },
      to: { path: "^src/store/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "only-the-roots-read-configuration",
      comment: "What ships as data is read once, at the start, and handed in.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(main\\.ts|cli/)" },
      to: {
        path: "^src/(configuration|environment|logger)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "front-doors-only",
      comment: "A folder's index.ts is its public face; what lies behind it may change freely.",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: {
        path: "^src/[^/]+/.+",
        pathNot: [
          "^src/$1/",
          "^src/[^/]+/index\\.ts$",
          // Types only: parsers name the domain's types where they are declared.
          "^src/domain/[^/]+\\.ts$",
          "^src/application/report/index\\.ts$",
        ],
      },
    },
    {
      name: "simulator-knows-nothing-of-us",
      comment: "A simulator that shares our code would share our mistakes.",
      severity: "error",
      from: { path: "^test/simulator/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/" },
    },
    {
      name: "source-does-not-know-its-tests",
      comment: "What ships must run without what tests it.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^test/" },
    },
    {
      name: "ships-what-it-imports",
      comment: "A production installation has no development dependencies.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "unknown", "undetermined"],
        // Types are gone when the code runs.
        pathNot: "^node_modules/@types/",
      },
    },
    {
      name: "no-circles",
      comment: "Files that need each other are one file, or lack a third.",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
