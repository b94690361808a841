import { X509Certificate } from "node:crypto";

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const DAY = 86_400_000;

/** Whole days until the first certificate of the chain to end ends; negative when it has. Undefined: there is none. */
export function certificateDaysLeft(pem: string, now: number): number | undefined {
  const ends = (pem.match(PEM) ?? []).slice(0, 10).map((one) => Date.parse(new X509Certificate(one).validTo));
  if (ends.length === 0 || ends.some((end) => !Number.isFinite(end))) return undefined;
  return Math.floor((Math.min(...ends) - now) / DAY);
}
