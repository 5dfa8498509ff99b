import type { Case } from "../../case.ts";
import type { Document, IncidentPlan, UpdateTrigger } from "../../documents.ts";
import type { Change, Range } from "../../evidence.ts";
import { at, whenRead } from "../../reading.ts";
import { notApplicable, satisfied, unknown, unsatisfied, type Result } from "../../requirement.ts";

/**
 * Files that declare dependencies. Whether one was really added shows only in what these files
 * resolve to; a change of any of them is taken for an addition, which errs on the safe side.
 */
const DEPENDENCY_FILES = [
  // JavaScript
  /^(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.(json|lock))$/,
  // Python
  /^(pyproject\.toml|poetry\.lock|uv\.lock|pdm\.lock|Pipfile(\.lock)?|setup\.(py|cfg)|environment\.ya?ml|.*requirements.*\.(txt|in)|constraints.*\.txt)$/,
  // Java, Kotlin, Scala, Clojure
  /^(pom\.xml|.*\.gradle(\.kts)?|gradle\.lockfile|libs\.versions\.toml|build\.sbt|deps\.edn|project\.clj)$/,
  // Go, Rust, C and C++
  /^(go\.(mod|sum|work)|Cargo\.(toml|lock)|conanfile\.(txt|py)|vcpkg\.json|CMakeLists\.txt)$/,
  // .NET
  /^(.*\.(cs|fs|vb)proj|packages\.(lock\.json|config)|Directory\..*\.props|paket\.(dependencies|lock))$/,
  // Ruby, PHP, Elixir, Swift, Dart, Haskell
  /^(Gemfile(\.lock)?|.*\.gemspec|composer\.(json|lock)|mix\.(exs|lock)|Package\.(swift|resolved)|Podfile(\.lock)?|pubspec\.(yaml|lock)|.*\.cabal|stack\.yaml(\.lock)?)$/,
  // Images, infrastructure, builds
  /^(.*Dockerfile.*|.*Containerfile.*|(docker-)?compose.*\.ya?ml|Chart\.(yaml|lock)|\.terraform\.lock\.hcl|flake\.(nix|lock)|MODULE\.bazel(\.lock)?|\.gitmodules)$/,
];

function declaresDependencies(path: string): boolean {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  // `requirements/base.txt`, as many Python projects have it.
  if (parts.at(-2) === "requirements" && name.endsWith(".txt")) return true;
  return DEPENDENCY_FILES.some((pattern) => pattern.test(name));
}

/**
 * Whether the plan was gone through again when something changed that its triggers name.
 * Datatilsynet, "Incident response plan": "which triggers require updating".
 */
export function updatedOnTrigger(plan: Document<IncidentPlan>, c: Case): Result {
  return whenRead(c.evidence.range, "what changed since the previous release", (range) => {
    if (range === null) return notApplicable("There is no earlier release to compare with.");
    const triggers = plan.fields.updateTriggers;
    if (!triggers)
      return unknown("Could not tell which changes require an update of the plan.", {
        actsNext: "author",
      });
    // A pull request cannot take away the trigger that its own changes would touch.
    const before = triggersBefore(c);
    const touched = [...triggers, ...before].flatMap((trigger) =>
      touching(trigger, range.changes, plan.path),
    );
    const [first] = touched;
    if (!first) {
      return satisfied(`Nothing that a trigger names changed since ${range.fromName}.`, {
        locations: [at(plan, "update-triggers")],
      });
    }
    return movedForward(plan, c, range, first);
  });
}

function triggersBefore(c: Case): readonly UpdateTrigger[] {
  const before = c.documents.incidentPlanBefore;
  return before?.status === "read" ? (before.document.fields.updateTriggers ?? []) : [];
}

interface Touch {
  readonly trigger: UpdateTrigger;
  readonly path: string;
}

function touching(trigger: UpdateTrigger, changes: readonly Change[], planPath: string): Touch[] {
  const names = (path: string) =>
    path !== planPath &&
    (trigger.paths.some((pattern) => pattern.matches(path)) ||
      (trigger.dependencies === "added" && declaresDependencies(path)));
  return changes
    .flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]))
    .filter(names)
    .map((path) => ({ trigger, path }));
}

function movedForward(
  plan: Document<IncidentPlan>,
  c: Case,
  range: Range,
  { trigger, path }: Touch,
): Result {
  const locations = [at(plan, "reviewed")];
  const why = `\`${path}\` changed since ${range.fromName} (${trigger.when})`;
  const now = plan.fields.reviewed;
  const before = c.documents.incidentPlanBefore;
  if (before === null || before.status === "unreadable") {
    return unknown(
      `${why}, and the plan as it was then could not be read${before ? `: ${before.reason}` : ""}.`,
      { locations },
    );
  }
  if (now === undefined) {
    return unsatisfied(`${why}, and the plan does not say when it was reviewed.`, { locations });
  }
  if (before.status === "read" && before.document.broken) {
    return unknown(`${why}, and the plan as it was then could not be understood.`, {
      locations,
      actsNext: "author",
      remedy: "Mend the plan in a pull request of its own, then come back to this one.",
    });
  }
  const renamed = range.changes.some(
    ({ path: at, kind }) => at === plan.path && kind === "renamed",
  );
  if (before.status === "missing" && renamed) {
    return unknown(`${why}, and the plan lay elsewhere then.`, {
      locations,
      actsNext: "author",
      remedy: "Move the plan in a pull request of its own, then come back to this one.",
    });
  }
  const then = before.status === "read" ? before.document.fields.reviewed : undefined;
  if (then === undefined) {
    return satisfied(`${why}, and the plan was reviewed on ${now}, for the first time.`, {
      locations,
    });
  }
  return now > then
    ? satisfied(`${why}, and the plan was reviewed on ${now}, after ${then}.`, { locations })
    : unsatisfied(
        `${why}, but the plan was not reviewed again: it says ${now}, and said ${then} at ${range.fromName}.`,
        { locations },
      );
}
