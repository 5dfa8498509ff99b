/** The largest text that is read, in bytes of UTF-8. */
export const MAX_BYTES = 512_000;

/** Deeper nesting than any document of people; it only serves to exhaust a parser. */
export const MAX_DEPTH = 32;

/** Even the largest text of people has fewer lines, commas and brackets. */
export const MAX_LINES = 30_000;
export const MAX_FLOW_MARKS = 30_000;

/** Keys and list elements together: 17 bytes for each in the largest text, less than people take. */
export const MAX_ENTRIES = 30_000;

/** A key is a name or a path of a file; nothing that people write is longer. */
export const MAX_KEY_LENGTH = 512;

/** All dotted key paths of a document together, in characters: long keys above many others multiply. */
export const MAX_KEY_PATHS_LENGTH = 4_000_000;

/** Nobody mends more problems than these at once; whatever has more counts as broken. */
export const MAX_PROBLEMS = 100;
