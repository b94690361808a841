import {
  environmentSuspects,
  fileSuspects,
  isSuspect,
  modeSuspects,
  pointersTo,
  releaseChange,
  releaseRecent,
} from "../evidence/changes.ts";
import { says } from "../evidence/logs.ts";
import { compare, type Evidence, idsOf, type Seen } from "../evidence/read.ts";

type Finder = (evidence: Evidence) => string[] | undefined;

/** The likeliest change, with what the log says of it; undefined if the log does not point at it. */
const named = (evidence: Evidence, [first]: ReadonlyArray<Seen<"drift">>): string[] | undefined => {
  const pointers = first ? pointersTo(evidence, first) : [];
  return first && pointers.length > 0 ? [first.id, ...new Set(pointers)] : undefined;
};

export const isCertificate = (path: string): boolean =>
  /\.(pem|crt|cer|cert|p12|pfx)$|\/certs?\//i.test(path);

export const changeFindings = {
  /** Somebody has looked for changes: only then does it mean anything that none was found. */
  looked: ({ file }) => {
    const own = file.observations.filter((o) => o.source === "diagnostic" && o.target === file.target.id);
    const failed = own.some(
      (o) => o.fact.kind === "note" && /^diagnostic:(drift|release)$/.test(o.fact.topic),
    );
    return failed
      ? undefined
      : idsOf(
          own
            .filter((o) => o.fact.kind !== "dependency")
            .sort((a, b) => compare(a.id, b.id))
            .slice(0, 1),
        );
  },
  env_drift: (e) => idsOf(environmentSuspects(e).slice(0, 3)),
  env_named: (e) => named(e, environmentSuspects(e)),
  file_drift: (e) => idsOf(fileSuspects(e).slice(0, 3)),
  file_named: (e) => {
    const suspects = fileSuspects(e);
    const [first] = suspects;
    const complaint = says(e, "log_config_error");
    return named(e, suspects) ?? (first && complaint.length > 0 ? [first.id, ...complaint] : undefined);
  },
  mode_drift: (e) => idsOf(modeSuspects(e).slice(0, 3)),
  mode_named: (e) => {
    const [first] = modeSuspects(e);
    const complaint = says(e, "log_permission");
    return first && complaint.length > 0 ? [first.id, ...complaint] : undefined;
  },
  certificate_drift: (e) => idsOf(fileSuspects(e).filter((d) => isCertificate(d.fact.key))),
  parameter_drift: (e) => idsOf(e.drift.filter((d) => d.fact.aspect === "parameter")),
  /** Something differs from the baseline, but it was in effect for long without a fault. */
  proven_drift: (e) =>
    idsOf(e.drift.filter((d) => d.fact.aspect !== "version" && d.fact.aspect !== "port" && !isSuspect(e, d))),
  release_changed: releaseChange,
  release_recent: releaseRecent,
} as const satisfies Record<string, Finder>;
