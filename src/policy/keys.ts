import type { Key } from "./key.ts";
import { alerts } from "./settings/alerts.ts";
import * as candidates from "./settings/candidates.ts";
import { checklists } from "./settings/checklists.ts";
import * as documents from "./settings/documents.ts";
import { archiveCategories, archiveRetainFor, experts, gates } from "./settings/gates.ts";
import * as general from "./settings/general.ts";
import { roles } from "./settings/roles.ts";
import { waivers } from "./settings/waivers.ts";

const { developmentRecord, ...paths } = documents;

/** Every key of a policy. What stands here is read, layered and documented; nothing else is known. */
export const KEYS: readonly Key<unknown>[] = [
  ...Object.values(general),
  ...Object.values(candidates),
  ...Object.values(roles),
  ...Object.values(paths),
  ...Object.values(developmentRecord),
  ...Object.values(gates).flatMap(({ enabled, reason, enforceFrom, staleOn }) =>
    [enabled, reason, enforceFrom, staleOn].filter((one) => one !== null),
  ),
  experts,
  archiveCategories,
  archiveRetainFor,
  ...Object.values(alerts),
  ...Object.values(checklists),
  waivers,
];
