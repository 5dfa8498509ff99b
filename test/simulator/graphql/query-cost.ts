import type { DocumentNode, FieldNode, SelectionSetNode } from "graphql";
import { Kind, OperationTypeNode } from "graphql";

/** What a mutation counts for, besides what it reads. */
const mutationPoints = 1;

/**
 * The points a request costs: the pages that its connections could lead to, in hundreds.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function queryCost(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const requests = (selections: SelectionSetNode, parents: number): number => {
    let sum = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment !== undefined) sum += requests(fragment, parents);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        sum += requests(selection.selectionSet, parents);
      } else if (selection.selectionSet !== undefined) {
        const size = pageSize(selection, variables);
        if (size !== undefined) sum += parents;
        sum += requests(selection.selectionSet, parents * (size ?? 1));
      }
    }
    return sum;
  };
  let points = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    points += Math.round(requests(definition.selectionSet, 1) / 100);
    if (definition.operation === OperationTypeNode.MUTATION) points += mutationPoints;
  }
  return Math.max(1, points);
}

function pageSize(
  field: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== "first" && argument.name.value !== "last") continue;
    const { value } = argument;
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind === Kind.VARIABLE) return Number(variables[value.name.value] ?? 0);
  }
  return undefined;
}
