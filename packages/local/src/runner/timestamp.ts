const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Epoch milliseconds (with a fraction) of an RFC 3339 timestamp with an uppercase T and, without a numeric
 * offset, an uppercase Z (States Language, "Timestamps"); undefined for anything else.
 */
export const parseTimestamp = (text: string): number | undefined => {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const whole = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(whole) || !new Date(whole).toISOString().startsWith(text.slice(0, 19))) return undefined;
  const offset = zone === undefined || zone === "Z" ? 0 : offsetMinutes(zone);
  if (offset === undefined) return undefined;
  return whole - offset * 60_000 + (fraction === undefined ? 0 : Number(`0${fraction}`) * 1000);
};

const offsetMinutes = (zone: string): number | undefined => {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
};
