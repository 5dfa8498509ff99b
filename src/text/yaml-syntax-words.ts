interface Words {
  readonly message: string;
  readonly remedy: string;
}

const QUOTES: Words = {
  message: "A quoted text is not closed.",
  remedy: "Add the missing quotation mark.",
};
const INDENTATION: Words = {
  message: "This line is indented differently from those it belongs to.",
  remedy: "Indent it with as many spaces as its neighbours; quote a value that contains `: `.",
};
const BRACKETS: Words = {
  message: "A list in [ ] or a mapping in { } is not written correctly.",
  remedy: "Put a comma between the entries, and close the bracket.",
};
const TAG: Words = {
  message: "A value begins with !, which YAML takes for a tag.",
  remedy: "Put the value in quotes.",
};
const COLON: Words = {
  message: "A key without its colon, or something that belongs to nothing, stands here.",
  remedy: "Write `key: value`, with a space after the colon.",
};

/** From the parser's reason (a piece of it) to words for people who have never seen a parser. */
const WORDS: readonly (readonly [reason: string, words: Words])[] = [
  [
    "tab characters",
    {
      message: "A tab stands where the line is indented.",
      remedy: "Use spaces instead of tabs.",
    },
  ],
  [
    "nesting exceeded",
    { message: "The values are nested too deeply.", remedy: "Nest them 32 levels deep at most." },
  ],
  [
    "null byte",
    { message: "The text contains a NUL character.", remedy: "Save the file as plain UTF-8 text." },
  ],
  [
    "non-printable",
    { message: "The text contains a control character.", remedy: "Remove the character." },
  ],
  [
    "valid JSON character",
    { message: "A quoted text contains a control character.", remedy: "Remove the character." },
  ],
  ["quoted scalar", QUOTES],
  [
    "escape sequence",
    {
      message: "A backslash stands before a character that it cannot.",
      remedy: "Use single quotes, or double the backslash.",
    },
  ],
  ["hexadecimal", { message: "A \\x or \\u escape is incomplete.", remedy: "Use single quotes." }],
  ["indentation", INDENTATION],
  ["flow collection", BRACKETS],
  ["found ','", BRACKETS],
  [
    "alias node",
    {
      message: "A value begins with *, which YAML takes for a reference.",
      remedy: "Put the value in quotes.",
    },
  ],
  [
    "anchor",
    {
      message: "A value begins with &, which YAML takes for an anchor.",
      remedy: "Put the value in quotes.",
    },
  ],
  ["tag", TAG],
  ["directive", { message: "A line begins with %.", remedy: "Put it in quotes, or remove it." }],
  ["key", COLON],
  ["document separator", COLON],
];

/** What to tell people about a text that is not YAML, and the position that it concerns. */
export function wordsForSyntaxError(
  reason: string,
  text: string,
  position: number,
): Words & { readonly position: number } {
  const line = text.slice(text.lastIndexOf("\n", position - 1) + 1, position + 1);
  if (/^\s*\t/.test(line)) {
    return {
      message: "A tab stands where the line is indented.",
      remedy: "Use spaces instead of tabs.",
      position,
    };
  }
  const character = text.charAt(position);
  if (character === "@" || character === "`") {
    return {
      message: `A value begins with ${character}, which YAML reserves.`,
      remedy: "Put the value in quotes, or leave that character out.",
      position,
    };
  }
  const words = WORDS.find(([piece]) => reason.includes(piece))?.[1] ?? {
    message: `This is not valid YAML (${reason}).`,
    remedy: "Compare the line with the reference page.",
  };
  return { ...words, position };
}
