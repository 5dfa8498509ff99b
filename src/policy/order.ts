import { secondsOf } from "../domain/index.ts";
import { shownValue } from "../text/index.ts";

/**
 * How a key's values compare, from strict to loose. A policy above another can only be as strict
 * or stricter.
 */
export interface Order<T> {
  /** From strict to loose, for the reference: `enforce ─▶ observe`. */
  readonly words: string;
  /**
   * What a policy means that lies below another and does not mention the key. Absent: nothing, the
   * policy above is free.
   */
  readonly silence?: T;
  /** What holds when both say something, or why the upper one would be weaker. */
  layer(floor: T, upper: T): Layering<T>;
}

type Layering<T> = { readonly holds: T } | Weakening;

/** What the upper policy says and the lower one asks for, as the two halves of a sentence. */
export interface Weakening {
  /** What follows the key's name: "is `low`". */
  readonly says: string;
  /** What follows the lower policy's name: "asks for `high` or stricter". */
  readonly floor: string;
  readonly remedy: string;
}

/** No value is stricter than another: the upper policy decides. */
export function free<T>(): Order<T> {
  return { words: "none is stricter", layer: (_floor, upper) => ({ holds: upper }) };
}

/** Words from strict to loose. With `silence` a lower policy that says nothing means the strictest. */
export function ranked<Value extends string>(
  values: readonly Value[],
  options: { silence?: "strictest" } = {},
): Order<Value> {
  const [strictest] = values;
  return {
    words: values.join(" ─▶ "),
    ...(options.silence && strictest !== undefined ? { silence: strictest } : {}),
    layer: (floor, upper) =>
      values.indexOf(upper) <= values.indexOf(floor)
        ? { holds: upper }
        : isWeaker(upper, floor === strictest ? shown(floor) : `${shown(floor)} or stricter`),
  };
}

/** The larger number is the stricter. */
export function largerIsStricter(): Order<number> {
  return {
    words: "more ─▶ fewer",
    layer: (floor, upper) =>
      upper >= floor ? { holds: upper } : isWeaker(upper, `at least ${shown(floor)}`),
  };
}

/** The longer duration is the stricter. */
export function longerIsStricter(): Order<string> {
  return {
    words: "longer ─▶ shorter",
    layer: (floor, upper) =>
      (secondsOf(upper) ?? 0) >= (secondsOf(floor) ?? 0)
        ? { holds: upper }
        : isWeaker(upper, `at least ${shown(floor)}`),
  };
}

/** The shorter duration is the stricter. */
export function shorterIsStricter(): Order<string> {
  return {
    words: "shorter ─▶ longer",
    layer: (floor, upper) =>
      (secondsOf(upper) ?? Infinity) <= (secondsOf(floor) ?? Infinity)
        ? { holds: upper }
        : isWeaker(upper, `at most ${shown(floor)}`),
  };
}

/** The list that has everything of the lower one is the stricter, whatever it adds. */
export function moreIsStricter<T>(name: (element: T) => string): Order<readonly T[]> {
  return {
    words: "more ─▶ fewer",
    layer: (floor, upper) => {
      const named = new Set(upper.map(name));
      const leftOut = floor.map(name).filter((one) => !named.has(one));
      return leftOut.length === 0 ? { holds: upper } : leavesOut(leftOut);
    },
  };
}

/** The list that names nothing beyond the lower one is the stricter: what it names excuses something. */
export function fewerIsStricter<T>(name: (element: T) => string): Order<readonly T[]> {
  return {
    words: "fewer ─▶ more",
    layer: (floor, upper) => {
      const named = new Set(floor.map(name));
      const added = upper.map(name).filter((one) => !named.has(one));
      if (added.length === 0) return { holds: upper };
      const list = added.slice(0, 10).map(shownValue).join(", ");
      return { says: `adds ${list}`, floor: "does not name it", remedy: `Remove ${list}.` };
    },
  };
}

/**
 * The list that has everything of the lower one is the stricter. Of several the first that is there
 * is read, so what the lower policy names comes first.
 */
export function lowerFirst<T>(name: (element: T) => string): Order<readonly T[]> {
  const more = moreIsStricter(name);
  return {
    words: more.words,
    layer: (floor, upper) => {
      const layering = more.layer(floor, upper);
      if (!("holds" in layering)) return layering;
      const named = new Set(floor.map(name));
      return { holds: [...floor, ...upper.filter((one) => !named.has(name(one)))] };
    },
  };
}

/** What an upper policy does when it leaves out what the lower one names. */
export function leavesOut(names: readonly string[]): Weakening {
  const list = names.slice(0, 10).map(shownValue).join(", ");
  return { says: `leaves out ${list}`, floor: "asks for it", remedy: `Add ${list}.` };
}

function isWeaker(upper: string | number, wanted: string): Weakening {
  return { says: `is ${shown(upper)}`, floor: `asks for ${wanted}`, remedy: `Write ${wanted}.` };
}

function shown(value: string | number): string {
  return shownValue(String(value));
}
