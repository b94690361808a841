import { isSecretName, redact } from "@gradus/core";
import { isMapping } from "./choose.ts";
import type { Complaint } from "./placeholders.ts";

/** Secrets that are written where only a reference may be, and those that should be references. Values are never shown. */
export function checkSecrets(tree: unknown): { errors: Complaint[]; warnings: Complaint[] } {
  const errors: Complaint[] = [];
  const warnings: Complaint[] = [];
  const list: unknown[] = isMapping(tree) && Array.isArray(tree["targets"]) ? tree["targets"] : [];
  for (const [index, target] of list.entries()) {
    if (!isMapping(target)) continue;
    const at = ["targets", index];
    for (const [name, from] of Object.entries(isMapping(target["secrets"]) ? target["secrets"] : {})) {
      for (const [key, value] of Object.entries(isMapping(from) ? from : {})) {
        if (typeof value !== "string" || redact(value) === value) continue;
        errors.push({
          path: [...at, "secrets", name, key],
          found: "what looks like the secret itself",
          expected: "where it is to be read: the name of a variable, or the path of a file",
        });
      }
    }
    const manager = isMapping(target["manager"]) ? target["manager"] : {};
    const environment = isMapping(manager["environment"]) ? manager["environment"] : {};
    for (const [name, value] of Object.entries(environment)) {
      if (!isSecretName(name) && redact(String(value)) === String(value)) continue;
      warnings.push({
        path: [...at, "manager", "environment", name],
        found: "what looks like a secret",
        expected: 'a reference under "secrets", as NAME: { env: X } or { file: path }',
      });
    }
  }
  return { errors, warnings };
}
