import { randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Account, App, Installation, Permissions } from "../world/accounts.ts";
import { checkAppToken } from "./json-web-token.ts";
import type { Viewer } from "./viewer.ts";

/** Installation tokens live an hour. */
const lifetime = 60 * 60 * 1000;

/** A request that is not let in, with what GitHub says. */
export interface Refusal {
  readonly kind: "refused";
  readonly message: string;
}

/** Makes tokens, and knows who is behind one. */
export class Tokens {
  readonly #publicKeys = new Map<App, KeyObject>();
  readonly #viewers = new Map<string, { viewer: Viewer; expiresAt: number }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Accepts JWTs that this App signs. */
  trust(app: App, publicKey: KeyObject): void {
    this.#publicKeys.set(app, publicKey);
  }

  /** A token for an installation, optionally narrowed to permissions and repositories. */
  forInstallation(
    installation: Installation,
    narrowed: { permissions?: Permissions; repositories?: readonly string[] } = {},
  ): { token: string; expiresAt: Date } {
    const token = `ghs_${randomBytes(27).toString("base64url")}`;
    const expiresAt = this.#now().getTime() + lifetime;
    const viewer: Viewer = {
      kind: "installation",
      installation,
      permissions: narrowed.permissions ?? null,
      repositories: narrowed.repositories === undefined ? null : new Set(narrowed.repositories),
      token,
    };
    this.#viewers.set(token, { viewer, expiresAt });
    return { token, expiresAt: new Date(expiresAt) };
  }

  /** A personal access token, which does not expire. */
  forUser(account: Account): string {
    const token = `ghp_${randomBytes(27).toString("base64url")}`;
    const viewer: Viewer = { kind: "user", account, token };
    this.#viewers.set(token, { viewer, expiresAt: Infinity });
    return token;
  }

  /** Makes every installation token invalid at once, as when they expire. */
  expireInstallationTokens(): void {
    for (const [token, { viewer }] of this.#viewers) {
      if (viewer.kind === "installation") this.#viewers.delete(token);
    }
  }

  /** Who sends this `Authorization` header. */
  authenticate(header: string | undefined): Viewer | Refusal {
    if (header === undefined) return { kind: "anonymous" };
    const credential = /^(?:bearer|token)\s+(\S+)$/i.exec(header)?.[1];
    if (credential === undefined) return { kind: "refused", message: "Bad credentials" };
    if (credential.split(".").length === 3) return this.#app(credential);
    const known = this.#viewers.get(credential);
    if (known === undefined || known.expiresAt <= this.#now().getTime()) {
      return { kind: "refused", message: "Bad credentials" };
    }
    return known.viewer;
  }

  #app(token: string): Viewer | Refusal {
    let message = "Integration not found";
    for (const [app, publicKey] of this.#publicKeys) {
      const check = checkAppToken(token, publicKey, this.#now());
      if (!check.valid) message = check.message;
      else if (check.issuer === String(app.id)) return { kind: "app", app };
    }
    return { kind: "refused", message };
  }
}
