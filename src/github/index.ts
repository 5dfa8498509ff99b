export * from "./administration/index.ts";
export { createApp, type App } from "./app.ts";
export { createInstallations, type Installations } from "./installations.ts";
export { Limits } from "./limits.ts";
export { watchAnswers } from "./watch-answers.ts";
export { createPlatform, TEN_SECONDS, type PlatformOptions } from "./platform.ts";
export { nothingRemembered, type Remembered } from "./remembered.ts";
export type { Clock, GitHubClient, Log } from "./client.ts";
