import {
  type Check,
  type Checked,
  factsOf,
  type FactOf,
  type Look,
  type Observation,
  redact,
  type Target,
} from "@gradus/core";

const MOST_CHARACTERS = 160;

/**
 * What each check came to, by the name that the API gives it: "health/0", "manager", "memory", "disk//var". What nothing was
 * seen of is not there.
 */
export function checkedOf(target: Target, { observations, signals }: Look): Record<string, Checked> {
  const pairs: Array<readonly [string, Checked | undefined]> = [
    ...target.health.map((check, n) => [`health/${n}`, ofHealth(check, n, observations)] as const),
    ["manager", ofManager(target, observations)],
    ...ofUsage(target, factsOf(observations, "usage").at(-1)?.fact),
    ...factsOf(observations, "disk").map(
      ({ fact: { path, usedPercent, maxPercent } }) =>
        [
          `disk/${path}`,
          { ok: usedPercent < maxPercent, value: round(usedPercent), words: `${round(usedPercent)} % used` },
        ] as const,
    ),
    ...factsOf(observations, "certificate").map(
      ({ fact: { path, daysLeft, minDays } }) =>
        [
          `certificate/${path}`,
          { ok: daysLeft >= minDays, value: daysLeft, words: `${daysLeft} days left` },
        ] as const,
    ),
    ...factsOf(observations, "metric")
      .filter(({ fact }) => isNamed(target, fact.series))
      .map(
        ({ fact: { series, value } }) =>
          [
            `series/${series}`,
            {
              ok: !signals.some(({ source, key }) => source === "metric" && key === series),
              value: round(value),
            },
          ] as const,
      ),
    ...factsOf(observations, "error_rate").map(
      ({ fact: { rate, max } }) =>
        ["error-rate", { ok: rate < max, value: rate, words: `${round(100 * rate)} % fail` }] as const,
    ),
    ...factsOf(observations, "alarm").map(({ fact: { name, state, reason } }) => {
      const known = state === "insufficient" ? {} : { ok: state === "ok" };
      return [`alarm/${name}`, { ...known, ...(state === "ok" ? {} : { words: short(reason) }) }] as const;
    }),
    ["page", ofPage(target, observations, signals)],
    ...ofLogs(target, observations, signals),
  ];
  return Object.fromEntries(pairs.filter((pair): pair is [string, Checked] => pair[1] !== undefined));
}

function ofHealth(check: Check, n: number, observations: readonly Observation[]): Checked | undefined {
  const fact = factsOf(observations, "check").findLast((o) => o.fact.check === String(n))?.fact;
  if (!fact) {
    const why = factsOf(observations, "note").find((o) => o.fact.topic === `check_unknown:${n}`);
    return why && { words: short(why.text) };
  }
  const { outcome, status, latencyMs, detail } = fact;
  const said = [
    outcome === "ok" || outcome === "status" ? undefined : outcome.replaceAll("_", " "),
    check.kind === "http" && status !== undefined ? `status ${status}` : undefined,
    outcome === "ok" ? undefined : detail,
  ].filter((one) => one !== undefined && one !== "");
  return {
    ok: outcome === "ok",
    ...(latencyMs === undefined ? {} : { latencyMs: Math.round(latencyMs) }),
    ...(said.length === 0 ? {} : { words: short(said.join(", ")) }),
  };
}

function ofManager(target: Target, observations: readonly Observation[]): Checked | undefined {
  const calls = factsOf(observations, "calls").at(-1)?.fact;
  if (target.manager?.kind === "lambda" && calls) {
    const rate = calls.calls === 0 ? 0 : calls.errors / calls.calls;
    const words = `${calls.errors} of ${calls.calls} calls failed, ${calls.throttles} turned away`;
    return { ok: rate < target.manager.maxErrorRate && calls.throttles === 0, value: rate, words };
  }
  const deployment = factsOf(observations, "deployment").at(-1)?.fact;
  if (deployment) {
    const { running, desired, rollout } = deployment;
    return {
      ok: running >= desired && rollout !== "failed",
      value: running,
      words: `${running} of ${desired} run`,
    };
  }
  const seen = factsOf(observations, "process").at(-1);
  const container = factsOf(observations, "container").at(-1)?.fact;
  if (!seen) return undefined;
  const { running, unknown } = seen.fact;
  if (unknown !== undefined) return { words: short(unknown) };
  return { ok: running && container?.health !== "unhealthy", words: short(seen.text) };
}

function ofUsage(
  { limits }: Target,
  usage: FactOf<"usage"> | undefined,
): Array<readonly [string, Checked | undefined]> {
  if (!usage) return [];
  const { rssBytes, cpuPercent, fds, fdLimit } = usage;
  const percent = fds === undefined || !fdLimit ? undefined : round((100 * fds) / fdLimit);
  return [
    [
      "memory",
      limits.memoryBytes === undefined
        ? undefined
        : { ok: rssBytes < limits.memoryBytes, value: rssBytes, words: `${round(rssBytes / 1_048_576)} MiB` },
    ],
    [
      "cpu",
      limits.cpuPercent === undefined || cpuPercent === undefined
        ? undefined
        : { ok: cpuPercent < limits.cpuPercent, value: round(cpuPercent), words: `${round(cpuPercent)} %` },
    ],
    [
      "fds",
      percent === undefined
        ? undefined
        : { ok: percent < limits.fdPercent, value: percent, words: `${percent} %` },
    ],
  ];
}

/** A metrics page as a whole, where its entry names no series. */
function ofPage(
  { metrics }: Target,
  observations: readonly Observation[],
  signals: Look["signals"],
): Checked | undefined {
  const blind = factsOf(observations, "metric_state").at(-1)?.fact;
  if (blind) return { words: short(`${blind.problem.replaceAll("_", " ")}: ${blind.detail}`) };
  if (!metrics || !observations.some(({ fact }) => fact.kind === "metric")) return undefined;
  const odd = signals.find(({ source }) => source === "metric");
  return odd ? { ok: false, words: short(odd.summary) } : { ok: true };
}

/** A log that could be read and that no detector complains of is as it should be. */
function ofLogs(
  target: Target,
  observations: readonly Observation[],
  signals: Look["signals"],
): Array<readonly [string, Checked]> {
  const blind = new Map(factsOf(observations, "log_state").map(({ fact }) => [fact.path, fact]));
  const isUnseen = factsOf(observations, "note").some(({ fact }) =>
    /^gather_failed:(log|platform)/.test(fact.topic),
  );
  const bad = new Map(
    signals
      .filter(({ source }) => source === "log")
      .flatMap((s) => factsOf(s.evidence, "log").map(({ fact }) => [fact.path, s.summary] as const)),
  );
  const one = (name: string, path: string): readonly [string, Checked] => {
    const unread = blind.get(path);
    const why = bad.get(path);
    if (unread) return [name, { words: short(`${unread.problem}: ${unread.detail}`) }];
    if (isUnseen && why === undefined) return [name, {}];
    return [name, { ok: why === undefined, ...(why === undefined ? {} : { words: short(why) }) }];
  };
  return [
    ...target.logs.map(({ path }) => one(`log/${path}`, path)),
    ...(target.cloudwatch?.logGroups ?? []).map((name) => one(`group/${name}`, name)),
  ];
}

const round = (n: number): number => Math.round(n * 10) / 10;
const short = (text: string): string => redact(text, MOST_CHARACTERS);

/** Of the series of a whole metrics page only those have a line of their own that the entry names. */
const isNamed = ({ metrics, cloudwatch }: Target, series: string): boolean =>
  metrics?.series.includes(series) === true ||
  Object.hasOwn(metrics?.limits ?? {}, series) ||
  (cloudwatch?.metrics ?? []).some((one) => one.series === series);
