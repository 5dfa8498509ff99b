import type { Outdated, Platform } from "../application/index.ts";
import type { App } from "./app.ts";
import type { GitHubClient } from "./client.ts";
import { forget } from "./forget.ts";
import type { Limits } from "./limits.ts";
import { createPlatform, type PlatformOptions } from "./platform.ts";
import { nothingRemembered, type Remembered } from "./remembered.ts";

/** One platform for each installation, with what it remembers. */
export interface Installations {
  platform(installationId: number): Promise<Platform>;
  /** The next platform of this installation has a new token; what was remembered stays. */
  renew(installationId: number): void;
  /** Null: nobody knows what is outdated, so it may be anything. */
  forget(outdated: Outdated | null): void;
}

export interface InstallationsOptions extends Omit<
  PlatformOptions,
  "octokit" | "appSlug" | "remembered" | "limit"
> {
  readonly limits: Limits;
  readonly app: App;
  readonly octokitFor: (installationId: number) => GitHubClient;
}

export function createInstallations(options: InstallationsOptions): Installations {
  const memories = new Map<number, Remembered>();
  const platforms = new Map<number, Platform>();
  const memoryOf = (installationId: number) => {
    const remembered = memories.get(installationId) ?? nothingRemembered();
    memories.set(installationId, remembered);
    return remembered;
  };
  return {
    platform: async (installationId) => {
      const known = platforms.get(installationId);
      if (known) return known;
      const made = createPlatform({
        ...options,
        octokit: options.octokitFor(installationId),
        appSlug: await options.app.slug(),
        remembered: memoryOf(installationId),
        limit: options.limits.of(installationId),
      });
      platforms.set(installationId, made);
      return made;
    },
    renew: (installationId) => {
      platforms.delete(installationId);
    },
    forget: (outdated) => {
      if (outdated === null) {
        memories.clear();
        platforms.clear();
        return;
      }
      const remembered = memories.get(outdated.installationId);
      if (remembered) forget(outdated.what, remembered);
    },
  };
}
