import { readSecurityTxt } from "../../src/documents/index.ts";
import { documentOf, file, problemsOf } from "./support.ts";

const CONTACT = "Contact: mailto:security@acme.example\n";
const EXPIRES = "Expires: 2027-06-30T00:00:00Z\n";
const FINE = `# Our contacts\n\n${CONTACT}Contact: https://acme.example/report\n${EXPIRES}`;
const signed = (content: string) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${content}` +
  "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n";
const read = (text: string) => documentOf(readSecurityTxt("security.txt", file(text)));

describe("a security.txt", () => {
  it.each([
    ["plain", FINE],
    ["with CRLF", FINE.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${FINE}`],
    ["signed", signed(FINE)],
    ["signed, with CRLF", signed(FINE).replaceAll("\n", "\r\n")],
    ["signed, with dashes escaped", signed(FINE.replace("# Our", "- # Our"))],
    ["in other letters", FINE.replace(/Contact|Expires/g, (name) => name.toUpperCase())],
    ["with fields that nobody knows", `${FINE}CSAF: https://a.example\nX-Mood: good\n`],
    ["without an end of line", FINE.trimEnd()],
  ])("is read %s", (_what, text) => {
    const document = read(text);
    expect(document.problems).toEqual([]);
    expect(document.broken).toBe(false);
    expect(document.fields).toEqual({
      contacts: ["mailto:security@acme.example", "https://acme.example/report"],
      expires: "2027-06-30T00:00:00.000Z",
    });
  });

  it.each<[expires: string, instant: string | null]>([
    ["2027-06-30T02:00:00+02:00", "2027-06-30T00:00:00.000Z"],
    ["2027-06-29t22:30:00.5-01:30", "2027-06-30T00:00:00.500Z"],
    ["2027-06-30", null],
    ["2027-06-30 00:00:00Z", null],
    ["2027-06-30T00:00:00", null],
    ["2027-02-30T00:00:00Z", null],
    ["2027-06-30T24:00:00Z", null],
    ["2027-06-30T00:00:00+24:00", null],
    ["Wed, 30 Jun 2027 00:00:00 GMT", null],
    ["", null],
  ])("expires at `%s`", (expires, instant) => {
    const document = read(`${CONTACT}Expires: ${expires}\n`);
    expect(document.fields.expires ?? null).toBe(instant);
    expect(problemsOf(document)).toEqual(
      instant === null ? [expect.stringMatching(/^2 expires: /)] : [],
    );
    expect(document.fields.contacts).toHaveLength(1);
  });

  it.each([
    ["tel:+47-22-00-00-00", true],
    ["https://acme.example", true],
    ["MAILTO:a@b.example", true],
    ["security@acme.example", false],
    ["http://acme.example", false],
    ["https://", false],
    ["+47 22 00 00 00", false],
    ["", false],
  ])("has the contact `%s`: %s", (contact, isFine) => {
    const document = read(`${EXPIRES}Contact: ${contact}\n${CONTACT}`);
    expect(document.fields.contacts === undefined).toBe(!isFine);
    expect(problemsOf(document)).toEqual(
      isFine ? [] : [expect.stringMatching(/^2 contact: Contact is/)],
    );
  });

  it.each<[what: string, text: string, problems: readonly RegExp[]]>([
    ["nothing", "", [/^1 contact: /, /^1 expires: /]],
    ["only comments", "# Contact: tel:+123\n", [/^1 contact: /, /^1 expires: /]],
    ["no contact", EXPIRES, [/^1 contact: There is no Contact/]],
    ["no expiry", CONTACT, [/^1 expires: There is no Expires/]],
    ["two expiries", CONTACT + EXPIRES + EXPIRES, [/^3 expires: .*twice/]],
    ["a line that is no field", `${FINE}Call us\n`, [/^6 : .*`Call us` is no field/]],
    ["a field that begins with a space", ` ${CONTACT}${EXPIRES}`, [/^1 : /, /^1 contact: /]],
    [
      "languages twice",
      `${FINE}Preferred-Languages: nb\n`.repeat(2),
      [/^11 expires: /, /^12 pref/],
    ],
    ["a signature without an end", signed(FINE).replace(/-----END.*/, ""), [/^1 : .*complete/]],
    ["a signature alone", `${FINE}-----BEGIN PGP SIGNATURE-----\n`, [/^6 : .*complete/]],
    ["a line outside of the signature", `${signed(FINE)}${CONTACT}`, [/^13 : .*outside/]],
    ["NUL", `${FINE}\0`, [/^6 : .*NUL/]],
    ["bytes that are no UTF-8", `# \uFFFD\n${FINE}`, [/^1 : .*UTF-8/]],
    ["too many lines", FINE + "\n".repeat(50_000), [/^1 : .*lines/]],
  ])("has a problem with %s", (_what, text, problems) => {
    const found = problemsOf(read(text));
    for (const problem of problems) expect(found).toContainEqual(expect.stringMatching(problem));
  });

  it("is missing or unreadable like every document", () => {
    expect(readSecurityTxt("s", { kind: "not-a-file", what: "symlink" }).status).toBe("missing");
    expect(readSecurityTxt("s", file("x".repeat(512_001))).status).toBe("unreadable");
  });
});
