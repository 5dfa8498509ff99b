/** The value of an environment variable; null where it is absent or empty. */
export function given(environment: NodeJS.ProcessEnv, name: string): string | null {
  const value = environment[name]?.trim() ?? "";
  return value === "" ? null : value;
}

/** Why nothing can be asked without a token, and what to do. */
export const NO_TOKEN =
  "GitHub asks who you are. Put a token of somebody who administers the repository into the variable GH_TOKEN.";

/** Why nothing can be asked with nothing at all, and what to do. */
export const NO_TOKEN_NOR_KEY =
  "GitHub asks who you are. Put a token of somebody who administers the repository into the variable GH_TOKEN, or give APP_ID and PRIVATE_KEY, or both.";

/** The token of whoever calls; null: there is none. */
export function personsToken(environment: NodeJS.ProcessEnv): string | null {
  return given(environment, "GH_TOKEN") ?? given(environment, "GITHUB_TOKEN");
}
