export type MetricKind = "counter" | "gauge";

export interface Sample {
  /** name{label="value",…}, labels sorted. */
  series: string;
  name: string;
  labels: Record<string, string>;
  kind: MetricKind;
  value: number;
}

const LINE =
  /^([a-zA-Z_:][\w:.]*)(?:\{(.*)\})?\s+([+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Inf|inf)|NaN|nan)(?:\s+-?\d+(?:\.\d+)?)?(?:\s+#.*)?\s*$/;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;
/** A page of which more lines than this share are no samples is something else. */
const MAX_BAD = 0.2;
const MAX_SAMPLES = 50_000;

/**
 * Reads the Prometheus text format (and OpenMetrics). Single bad lines are passed over; undefined if the page as a
 * whole is no metrics. Values that are not finite, and buckets and quantiles, are left out.
 */
export function parseMetrics(text: string): Sample[] | undefined {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  let good = 0;
  let bad = 0;
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed === "") continue;
    if (trimmed.startsWith("#")) {
      const [, word, name, type] = trimmed.split(/\s+/, 4);
      if (word === "TYPE" && name !== undefined && type !== undefined) types.set(name, type);
      continue;
    }
    const match = LINE.exec(trimmed);
    const labels = match ? labelsOf(match[2]) : undefined;
    if (!match || !labels) {
      bad += 1;
      continue;
    }
    good += 1;
    const name = match[1] ?? "";
    const value = Number((match[3] ?? "").replace(/inf/i, "Infinity"));
    if (!Number.isFinite(value) || samples.length >= MAX_SAMPLES) continue;
    if ("le" in labels || "quantile" in labels || name.endsWith("_created")) continue;
    samples.push({ series: seriesOf(name, labels), name, labels, kind: kindOf(name, types), value });
  }
  if (good === 0 || bad > MAX_BAD * (good + bad)) return undefined;
  return samples;
}

function labelsOf(text: string | undefined): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  if (text === undefined) return labels;
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const match = LABEL.exec(text);
    if (!match) return text.trim() === "" ? labels : undefined;
    labels[match[1] ?? ""] = (match[2] ?? "").replace(/\\(["\\n])/g, (_, c: string) =>
      c === "n" ? "\n" : c,
    );
  }
  return labels;
}

function seriesOf(name: string, labels: Record<string, string>): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return name;
  return `${name}{${names.map((key) => `${key}=${JSON.stringify(labels[key])}`).join(",")}}`;
}

/** The sample that a series' name came from: what seriesOf has put together. */
export function namedBy(series: string): Pick<Sample, "series" | "name" | "labels"> {
  const [, name = series, inside] = /^([^{]+)\{(.*)\}$/.exec(series) ?? [];
  return { series, name, labels: labelsOf(inside) ?? {} };
}

function kindOf(name: string, types: ReadonlyMap<string, string>): MetricKind {
  const base = name.replace(/_(?:sum|count|total)$/, "");
  const type = types.get(name) ?? types.get(base);
  if (type === "counter") return "counter";
  if (type === "histogram" || type === "summary") return /_(?:sum|count)$/.test(name) ? "counter" : "gauge";
  return type === undefined && name.endsWith("_total") ? "counter" : "gauge";
}

/** Whether a configured name means this sample: the bare name means all its label sets, given labels must be there. */
export function isMeant(wanted: string, sample: Pick<Sample, "series" | "name" | "labels">): boolean {
  if (wanted === sample.name || wanted === sample.series) return true;
  const match = /^([^{]+)\{(.*)\}$/.exec(wanted);
  const labels = match && match[1] === sample.name ? labelsOf(match[2]) : undefined;
  return labels !== undefined && Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
}
