import { loadKnowledge } from "../../src/configuration.ts";

/** What ships in `config/`. */
export const KNOWLEDGE = loadKnowledge();
