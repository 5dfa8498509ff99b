/** What lies at a path in JSON whose type nobody wrote down: `pick(body, "data.nodes.0.name")`. */
export function pick(json: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, step) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return (inner as Record<string, unknown>)[step];
  }, json);
}

/** The same where a list is expected. */
export function pickList(json: unknown, path: string): readonly unknown[] {
  const found = path === "" ? json : pick(json, path);
  if (!Array.isArray(found)) throw new Error(`There is no list at ${path}`);
  return found as unknown[];
}

/** The same where text or a number is expected. */
export function pickText(json: unknown, path: string): string {
  const found = pick(json, path);
  if (typeof found === "string" || typeof found === "number") return String(found);
  throw new Error(`There is no text at ${path}`);
}
