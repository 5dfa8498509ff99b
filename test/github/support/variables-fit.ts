import { getVariableValues, Kind, parse, type OperationDefinitionNode } from "graphql";
import { officialSchema } from "./official-schema.ts";
import type { Operation } from "../../../src/github/api.ts";

/** What is wrong with the variables of an operation, against the types it declares for them. */
export function variablesFit(operation: Operation): readonly string[] {
  const definition = parse(operation.document).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const { errors } = getVariableValues(
    officialSchema(),
    definition?.variableDefinitions ?? [],
    operation.variables,
  );
  return (errors ?? []).map((error) => error.message);
}
