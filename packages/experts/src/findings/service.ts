import { blames, failingDependencies } from "../evidence/neighbours.ts";
import { says } from "../evidence/logs.ts";
import { type Evidence, idsOf, type Seen } from "../evidence/read.ts";
import { isDown } from "./process.ts";

type Finder = (evidence: Evidence) => string[] | undefined;
type Outcome = Seen<"check">["fact"]["outcome"];

const failing = (e: Evidence, ...outcomes: Outcome[]) =>
  idsOf(failures(e).filter((c) => outcomes.includes(c.fact.outcome)));

/** The failures since the last look at which every check was good. */
function failures(e: Evidence): Array<Seen<"check">> {
  const bad = e.checks.filter((c) => c.fact.outcome !== "ok");
  return isRecovered(e) ? [] : bad;
}

/** After its last failure so long, and well at each look since: it is over, not just between two failures. */
const OVER_MS = 3_000;

/** Every check that failed has been good since, for a while. A port that accepts proves nothing. */
function isRecovered(e: Evidence): boolean {
  const failed = new Set(e.checks.filter((c) => c.fact.outcome !== "ok").map((c) => c.fact.check));
  return failed.size > 0 && [...failed].every((id) => isGood(e.checks.filter((c) => c.fact.check === id)));
}

function isGood(looks: ReadonlyArray<Seen<"check">>): boolean {
  const lastBad = looks.findLast((c) => c.fact.outcome !== "ok");
  const last = looks.at(-1);
  return last !== undefined && last.at - (lastBad?.at ?? last.at) >= OVER_MS;
}

const statuses = (e: Evidence, low: number, high: number) =>
  idsOf(
    failures(e).filter(
      (c) => c.fact.outcome === "status" && (c.fact.status ?? 500) >= low && (c.fact.status ?? 500) <= high,
    ),
  );

const port = (e: Evidence, ...owners: Array<Seen<"port">["fact"]["owner"]>) =>
  idsOf(e.ports.filter((p) => p.fact.listening && owners.includes(p.fact.owner)));

/** Holders of a port that the entry declares: on that of a health check a proxy may stand, as it should. */
const holders = (e: Evidence, ...owners: Array<Seen<"port">["fact"]["owner"]>): Array<Seen<"port">> =>
  e.ports
    .filter(({ fact }) => fact.listening && owners.includes(fact.owner))
    .filter(({ fact }) => e.file.target.ports.includes(fact.port));

/** Foreign holders, of a target that is down or says that its port is taken: what works otherwise has what it needs. */
export const squatters = (e: Evidence): Array<Seen<"port">> =>
  isDown(e) || says(e, "log_address_in_use").length > 0 ? holders(e, "foreign") : [];

export const serviceFindings = {
  check_failing: (e) => idsOf(failures(e)),
  check_refused: (e) => failing(e, "refused", "unreachable"),
  check_timeout: (e) => failing(e, "timeout", "error"),
  check_5xx: (e) => statuses(e, 500, 599),
  check_4xx: (e) => statuses(e, 400, 499),
  check_body: (e) => failing(e, "body", "protocol"),
  check_slow: (e) => failing(e, "slow"),
  check_tls: (e) => failing(e, "tls"),
  check_recovered: (e) => (isRecovered(e) ? idsOf(e.checks.slice(-3)) : undefined),
  tcp_ok: (e) => idsOf(e.checks.filter((c) => c.fact.type === "tcp" && c.fact.outcome === "ok").slice(-1)),
  error_rate: ({ errorRate }) =>
    errorRate && errorRate.fact.rate > errorRate.fact.max ? [errorRate.id] : undefined,
  errors_normal: ({ errorRate }) =>
    errorRate && errorRate.fact.requests > 0 && errorRate.fact.rate <= errorRate.fact.max
      ? [errorRate.id]
      : undefined,
  port_foreign: (e) => idsOf(squatters(e)),
  port_ours: (e) => idsOf(holders(e, "target", "gradus")),
  port_own: (e) => port(e, "self"),
  port_closed: (e) => idsOf(e.ports.filter((p) => !p.fact.listening)),
  dependency_down: (e) => {
    const failed = failingDependencies(e);
    if (failed.length === 0) return undefined;
    const ids = failed.flatMap((d) => d.ids);
    // A neighbour's health may be known without an observation: then the target's own failures are cited.
    return ids.length > 0 ? ids : (idsOf(failures(e)) ?? (e.errorRate ? [e.errorRate.id] : undefined));
  },
  dependencies_ok: (e) =>
    failingDependencies(e).length === 0
      ? idsOf(e.dependencies.filter((d) => d.fact.healthy && d.fact.direction === "upstream"))
      : undefined,
  /** Its own health page blames something it depends on, whatever that one's own checks say. */
  dependency_blamed: (e) => idsOf(failures(e).filter((c) => blames(e, c.fact.detail ?? "").length > 0)),
  /** The health body, a metric or a check says that the cache is what is wrong. */
  cache_sign: (e) =>
    idsOf([
      ...failures(e).filter((c) => CACHE_WRONG.test(c.fact.detail ?? "")),
      ...e.metrics.filter(
        (m) => /cache.*(corrupt|invalid|stale|error)/i.test(m.fact.series) && m.fact.value > 0,
      ),
    ]),
} as const satisfies Record<string, Finder>;

const CACHE_WRONG = /cache[^}]{0,80}(fail|corrupt|damag|unreadable|verif|stale|invalid|poison|checksum)/i;
