import type { Target } from "@gradus/core";

/** The TCP ports of this machine that the target needs: those it declares, and those its checks and metrics are read from. */
export function portsOf(target: Target): number[] {
  const urls = target.health.flatMap((check) => (check.kind === "http" ? [check.url] : []));
  if (target.metrics) urls.push(target.metrics.url);
  const tcp = target.health.flatMap((c) => (c.kind === "tcp" && isLocal(c.host) ? [c.port] : []));
  const http = urls
    .map((url) => new URL(url))
    .filter(({ hostname }) => isLocal(hostname))
    .map(({ port, protocol }) => Number(port) || (protocol === "https:" ? 443 : 80));
  return [...new Set([...target.ports, ...tcp, ...http])];
}

const isLocal = (name: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(name);
