import { isNeverLonger } from "../../src/domain/index.ts";

it.each([
  ["24h", "24h", true],
  ["1d", "24h", true],
  ["25h", "24h", false],
  ["3d", "72h", true],
  ["4d", "72h", false],
  ["2w", "14d", true],
  ["15d", "14d", false],
  ["1mo", "1mo", true],
  ["2mo", "1mo", false],
  ["28d", "1mo", true],
  ["4w", "1mo", true],
  ["29d", "1mo", false],
  ["1mo", "30d", false],
  ["1mo", "31d", true],
  ["12mo", "1y", false],
  ["1y", "366d", true],
  ["soon", "1mo", false],
  ["1d", "later", false],
])("%s ends no later than %s: %s", (duration, limit, expected) => {
  expect(isNeverLonger(duration, limit)).toBe(expected);
});
