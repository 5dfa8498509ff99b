import { createSign } from "node:crypto";

/** GitHub's clock may be a little behind ours. */
const EARLIER_SECONDS = 60;
/** GitHub takes ten minutes at most. */
const VALID_SECONDS = 540;

/**
 * A token with which a request is the App's own, valid for some minutes. Throws where the key is no
 * RSA key. https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function appToken(appId: number, privateKey: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = {
    iat: seconds - EARLIER_SECONDS,
    exp: seconds + VALID_SECONDS,
    iss: String(appId),
  };
  const signed = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
