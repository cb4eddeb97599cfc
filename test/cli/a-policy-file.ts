import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultPolicy, type Parameters, type Policy } from "../../src/domain/policy.ts";
import { aFolder } from "../support/a-folder.ts";

export function aPolicy(change: Partial<Parameters> = {}, id = "our-own"): Policy {
  return { ...defaultPolicy, id, parameters: { ...defaultPolicy.parameters, ...change } };
}

/** A file with this value as JSON, or with this text. */
export function aPolicyFile(content: unknown): string {
  const file = join(aFolder(), "policy.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}
