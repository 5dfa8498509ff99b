/** The value of an environment variable; null where it is absent or empty. */
export function given(environment: NodeJS.ProcessEnv, name: string): string | null {
  const value = environment[name]?.trim() ?? "";
  return value === "" ? null : value;
}
