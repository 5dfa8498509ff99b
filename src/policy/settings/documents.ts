import { z } from "zod";

import { RECORD_KINDS } from "../../domain/index.ts";
import type { RecordKind } from "../../domain/index.ts";
import { pathPattern, repositoryPath } from "../../text/index.ts";
import type { ScalarSchema } from "../../text/index.ts";
import { key } from "../key.ts";
import type { Key } from "../key.ts";
import { fewerIsStricter, free, lowerFirst, moreIsStricter } from "../order.ts";
import type { Order } from "../order.ts";
import { oneOrMore, withoutRepeats } from "./lists.ts";

/** A path, or a glob, as it was written. */
const pathOrGlob = pathPattern.transform(({ text }) => text) as ScalarSchema<string>;
const record = moreIsStricter<string>((path) => path);

/** One file. Another place for it is neither stricter nor looser: it is demanded all the same. */
function file(name: string): Key<string> {
  return key(`documents.${name}`, free(), repositoryPath);
}

function files(
  name: string,
  element: ScalarSchema<string>,
  order: Order<readonly string[]> = record,
): Key<readonly string[]> {
  return key(`documents.${name}`, order, oneOrMore(element));
}

export const incidentPlan = file("incident-plan");
export const securityReview = file("security-review");
export const privacyEngineering = file("privacy-engineering");
export const archive = file("archive");
export const threatModel = file("threat-model");
export const dataMap = files("data-map", pathOrGlob);
export const sbom = files("sbom", pathOrGlob);
/** What it declares not to be affected does not block, so more of it is looser. */
export const vex = files(
  "vex",
  pathOrGlob,
  fewerIsStricter((path) => path),
);
export const securityTxt = files(
  "security-txt",
  repositoryPath,
  lowerFirst((path) => path),
);

/** What every security review goes through again; each kind has at least one path or glob. */
export const developmentRecord = Object.fromEntries(
  RECORD_KINDS.map((kind) => [
    kind,
    key<readonly string[]>(
      `documents.development-record.${kind}`,
      record,
      withoutRepeats(z.array(pathOrGlob).min(1)),
    ),
  ]),
) as Readonly<Record<RecordKind, Key<readonly string[]>>>;
