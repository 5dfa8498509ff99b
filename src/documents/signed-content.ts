/** A line of a text, from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

export interface SignedContent {
  /** What was signed; all lines where there is no signature. Dash escapes are undone. */
  readonly lines: readonly Line[];
  readonly problem: {
    readonly line: number;
    readonly message: string;
    readonly remedy: string;
  } | null;
}

const BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
const END = "-----END PGP SIGNATURE-----";

/**
 * The content of a text that may be wrapped in an OpenPGP cleartext signature (RFC 9580, section
 * 7). The signature itself is not verified. What stands outside of the wrapper is a problem,
 * since nobody signed it.
 */
export function signedContent(text: string): SignedContent {
  const lines = text.split("\n").map((one, index) => ({ text: one.trimEnd(), line: index + 1 }));
  const begin = lines.findIndex((one) => one.text === BEGIN);
  if (begin === -1) {
    const armour = lines.find((one) => one.text === SIGNATURE || one.text === END);
    return { lines, problem: armour === undefined ? null : notWrapped(armour.line) };
  }
  const content = lines.findIndex((one, index) => index > begin && one.text === "") + 1;
  const signature = lines.findIndex((one, index) => index > begin && one.text === SIGNATURE);
  const end = lines.findIndex((one, index) => index > signature && one.text === END);
  const isWhole = content > 0 && signature >= content && end > signature;
  if (!isWhole) return { lines: [], problem: notWrapped(begin + 1) };

  const outside = [...lines.slice(0, begin), ...lines.slice(end + 1)].find(
    (one) => one.text !== "",
  );
  const inside = lines.slice(content, signature).map((one) => ({
    ...one,
    text: one.text.startsWith("- ") ? one.text.slice(2) : one.text,
  }));
  return { lines: inside, problem: outside === undefined ? null : notSigned(outside.line) };
}

function notWrapped(line: number) {
  return {
    line,
    message: "The PGP signature is not complete.",
    remedy: "Sign the file again with `gpg --clearsign`.",
  };
}

function notSigned(line: number) {
  return {
    line,
    message: "This line stands outside of what was signed.",
    remedy: "Sign the whole file again with `gpg --clearsign`.",
  };
}
