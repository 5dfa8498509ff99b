import type { CheckRunFields } from "../world/actions/check-runs.ts";

/** https://docs.github.com/en/rest/checks/runs */
const limits = {
  annotations: 50,
  actions: 3,
  text: 65_535,
  title: 255,
  label: 20,
  identifier: 20,
  description: 40,
  message: 64 * 1024,
};

/** What GitHub refuses in a check run, beyond the shape of its fields. */
export function checkRunProblems(fields: CheckRunFields): string[] {
  const problems: string[] = [];
  const tooLong = (name: string, value: string | undefined, limit: number): void => {
    if (value === undefined || value.length <= limit) return;
    problems.push(
      `Only ${limit} characters are allowed for ${name}; ${value.length} were supplied`,
    );
  };
  const { output, actions = [] } = fields;
  const annotations = output?.annotations ?? [];
  if (annotations.length > limits.annotations) {
    problems.push(
      `No more than ${limits.annotations} items are allowed; ${annotations.length} were supplied`,
    );
  }
  if (actions.length > limits.actions) {
    problems.push(
      `No more than ${limits.actions} items are allowed; ${actions.length} were supplied`,
    );
  }
  tooLong("title", output?.title, limits.title);
  tooLong("summary", output?.summary, limits.text);
  tooLong("text", output?.text, limits.text);
  for (const action of actions) {
    tooLong("label", action.label, limits.label);
    tooLong("identifier", action.identifier, limits.identifier);
    tooLong("description", action.description, limits.description);
  }
  for (const annotation of annotations) {
    if (Buffer.byteLength(annotation.message) > limits.message)
      problems.push("message is too long");
    if (annotation.endLine < annotation.startLine) {
      problems.push("end_line must not come before start_line");
    }
    const columns = annotation.startColumn !== null || annotation.endColumn !== null;
    if (columns && annotation.startLine !== annotation.endLine) {
      problems.push("Columns can only be given for annotations on a single line");
    }
  }
  if (fields.status === "completed" && fields.conclusion === undefined) {
    problems.push("A conclusion is required when the status is completed");
  }
  return problems;
}
