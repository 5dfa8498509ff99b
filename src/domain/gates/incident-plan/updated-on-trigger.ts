import type { Case } from "../../case.ts";
import type { Document, IncidentPlan, UpdateTrigger } from "../../documents.ts";
import type { Change, Range } from "../../evidence.ts";
import { at, whenRead } from "../../reading.ts";
import { notApplicable, satisfied, unknown, unsatisfied, type Result } from "../../requirement.ts";

/**
 * Files that declare dependencies. Whether one was really added shows only in what these files
 * resolve to; a change of any of them is taken for an addition, which errs on the safe side.
 */
const DEPENDENCY_FILES =
  /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.(json|lock)|go\.(mod|sum)|Cargo\.(toml|lock)|pom\.xml|[^/]*\.gradle(\.kts)?|gradle\.lockfile|libs\.versions\.toml|requirements[^/]*\.(txt|in)|pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(\.lock)?|setup\.(py|cfg)|Gemfile(\.lock)?|[^/]*\.gemspec|composer\.(json|lock)|[^/]*\.(cs|fs|vb)proj|packages\.lock\.json|packages\.config|Directory\.Packages\.props|Package\.(swift|resolved)|pubspec\.(yaml|lock)|mix\.(exs|lock)|conanfile\.(txt|py)|Podfile(\.lock)?|build\.sbt|\.gitmodules|Dockerfile)$/;

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
    const touched = triggers.flatMap((trigger) => touching(trigger, range.changes, plan.path));
    const [first] = touched;
    if (!first) {
      return satisfied(`Nothing that a trigger names changed since ${range.fromName}.`, {
        locations: [at(plan, "update-triggers")],
      });
    }
    return movedForward(plan, c, range, first);
  });
}

interface Touch {
  readonly trigger: UpdateTrigger;
  readonly path: string;
}

function touching(trigger: UpdateTrigger, changes: readonly Change[], planPath: string): Touch[] {
  const names = (path: string) =>
    path !== planPath &&
    (trigger.paths.some((pattern) => pattern.matches(path)) ||
      (trigger.dependencies === "added" && DEPENDENCY_FILES.test(path)));
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
