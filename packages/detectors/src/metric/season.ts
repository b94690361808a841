/** What is usual in one hour of the day, for working days and weekends apart: looks, mean, mean deviation, days, last day. */
type Season = [looks: number, mean: number, deviation: number, days: number, lastDay: number];
export type Seasons = Record<string, Season>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIN_DAYS = 2;
const MIN_LOOKS = 30;
const MIN_WEIGHT = 0.001;

/** "d14" or "e14": working day or weekend, and the hour, in UTC. */
function seasonOf(now: number): string {
  const date = new Date(now);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  return `${weekend ? "e" : "d"}${date.getUTCHours()}`;
}

export function learnSeason(seasons: Seasons, value: number, now: number): Seasons {
  const key = seasonOf(now);
  const day = Math.floor(now / DAY);
  const [looks, mean, deviation, days, lastDay] = seasons[key] ?? [0, value, 0, 0, -1];
  const weight = Math.max(MIN_WEIGHT, 1 / (looks + 1));
  const next: Season = [
    looks + 1,
    round(mean + weight * (value - mean)),
    round(deviation + weight * (Math.abs(value - mean) - deviation)),
    days + (day === lastDay ? 0 : 1),
    day,
  ];
  return { ...seasons, [key]: next };
}

/** How far a value is from what is usual at this hour, in deviations. Undefined until the hour was seen on enough days. */
export function seasonScore(seasons: Seasons, value: number, now: number, floor: number): number | undefined {
  const season = seasons[seasonOf(now)];
  if (!season) return undefined;
  const [looks, mean, deviation, days] = season;
  if (days <= MIN_DAYS || looks < MIN_LOOKS) return undefined;
  // The mean deviation of a normal distribution is 0.8 of its standard deviation.
  return (value - mean) / Math.max(floor, 1.25 * deviation);
}

const round = (value: number): number => Number(value.toPrecision(5));
