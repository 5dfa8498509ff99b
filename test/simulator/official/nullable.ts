type Schema = Record<string, unknown>;

/**
 * Rewrites OpenAPI 3.0's `nullable: true` into JSON Schema, in place and in one pass over the
 * whole description: ajv would ignore it beside `allOf` and `anyOf`.
 */
export function spellOutNullable(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) spellOutNullable(item);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const schema = value as Schema;
  for (const child of Object.values(schema)) spellOutNullable(child);
  if (schema["nullable"] !== true) return;
  delete schema["nullable"];
  allowNull(schema);
}

function allowNull(schema: Schema): void {
  if (Array.isArray(schema["enum"]) && !schema["enum"].includes(null)) {
    schema["enum"] = [...(schema["enum"] as unknown[]), null];
  }
  if (typeof schema["type"] === "string") schema["type"] = [schema["type"], "null"];
  for (const key of ["anyOf", "oneOf"]) {
    const choices = schema[key];
    if (Array.isArray(choices)) schema[key] = [...(choices as unknown[]), { type: "null" }];
  }
  if (Array.isArray(schema["allOf"])) {
    // Where several stand here, alternatives are meant: no account is a user and an enterprise.
    schema["anyOf"] = [...(schema["allOf"] as unknown[]), { type: "null" }];
    delete schema["allOf"];
  }
}
