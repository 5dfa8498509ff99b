import type { KeyObject } from "node:crypto";
import { verify } from "node:crypto";

/** Why a JWT of an App is refused, in GitHub's words, or the App's id. */
export type TokenCheck =
  | { readonly valid: true; readonly issuer: string }
  | { readonly valid: false; readonly message: string };

const longestLife = 600;
const allowedDrift = 60;

/**
 * Checks the JWT with which an App identifies itself: RS256, issued in the past, and valid for at
 * most ten minutes.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function checkAppToken(token: string, publicKey: KeyObject, now: Date): TokenCheck {
  const undecodable = { valid: false, message: "A JSON web token could not be decoded" } as const;
  const [header, payload, signature] = token.split(".");
  if (header === undefined || payload === undefined || signature === undefined) return undecodable;
  const claims = decode(payload);
  if (decode(header)?.["alg"] !== "RS256" || claims === undefined) return undecodable;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"))) {
    return undecodable;
  }
  const { iss, iat, exp } = claims;
  const seconds = Math.floor(now.getTime() / 1000);
  const refuse = (message: string): TokenCheck => ({ valid: false, message });
  if (typeof iss !== "string" && typeof iss !== "number") {
    return refuse("Missing 'issuer' claim ('iss') in assertion");
  }
  if (typeof exp !== "number" || exp <= seconds) {
    return refuse(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp - seconds > longestLife + allowedDrift) {
    return refuse("'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof iat !== "number" || iat > seconds + allowedDrift) {
    return refuse(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (exp - iat > longestLife + allowedDrift) {
    return refuse("'Expiration time' claim ('exp') is too far in the future");
  }
  return { valid: true, issuer: String(iss) };
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
