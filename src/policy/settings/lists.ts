import { z } from "zod";

/** A list in which nothing stands twice. */
export function withoutRepeats<T extends string>(list: z.ZodType<T[]>): z.ZodType<readonly T[]> {
  return list.transform((elements, context): readonly T[] => {
    const seen = new Set<T>();
    elements.forEach((element, at) => {
      if (!seen.has(element)) {
        seen.add(element);
        return;
      }
      context.issues.push({
        code: "custom",
        input: element,
        path: [at],
        params: { expected: "each only once", remedy: "Remove the second one." },
      });
    });
    return elements;
  });
}

/** A list, or a single element in its place. */
export function oneOrMore<T extends string>(
  element: z.ZodType<T, string>,
): z.ZodType<readonly T[]> {
  const list = withoutRepeats(z.array(element).min(1));
  return z.preprocess((given) => (typeof given === "string" ? [given] : given), list);
}
