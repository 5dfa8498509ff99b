import type { Surroundings } from "./command.ts";

const DEFAULT_WIDTH = 80;
/** Longer lines are tiring to read, however wide the window. */
const WIDEST = 100;
const NARROWEST = 40;

/**
 * How text is to be printed: in colour only on a terminal whose owner did not say otherwise
 * (https://no-color.org), and no wider than it is; 80 columns where there is none.
 */
export function terminal({ stdout, environment }: Surroundings): {
  readonly colour: boolean;
  readonly width: number;
} {
  const isTerminal = stdout.isTTY === true && environment["TERM"] !== "dumb";
  const noColour = (environment["NO_COLOR"] ?? "") !== "";
  const columns = isTerminal ? (stdout.columns ?? DEFAULT_WIDTH) : DEFAULT_WIDTH;
  return {
    colour: isTerminal && !noColour,
    width: Math.min(Math.max(columns, NARROWEST), WIDEST),
  };
}
