import { isOverSsm, NO_HOST, type Target } from "@gradus/core";
import { cannotReachIn, machineNeeds } from "./machine.ts";

export interface Deployable {
  /** In the form in which they are watched from AWS. */
  targets: Target[];
  /** Why others cannot be, one sentence each, with what to do about it. */
  problems: string[];
  /** Ids of those that are left out on purpose: the demo fleet, which lives on one machine. */
  left: string[];
}

export interface DeployableOptions {
  /** Loopback addresses mean something after all: what stands in for AWS runs on this machine. */
  loopback?: boolean;
}

/** What of the targets can be watched and repaired from AWS. */
export function deployable(targets: readonly Target[], options: DeployableOptions = {}): Deployable {
  const left = targets.filter((t) => t.demo).map((t) => t.id);
  const problems: string[] = [];
  const kept: Target[] = [];
  for (const target of targets) {
    if (target.demo) continue;
    const own = [...problemsOf(target), ...(options.loopback ? [] : loopbackOf(target))];
    problems.push(...own.map((problem) => `${target.id}: ${problem}`));
    if (own.length === 0) kept.push({ ...target, host: isOverSsm(target) ? target.host : NO_HOST });
  }
  const ids = new Set(kept.map((t) => t.id));
  return {
    targets: kept.map((t) => ({ ...t, dependsOn: t.dependsOn.filter((id) => ids.has(id)) })),
    problems,
    left,
  };
}

function problemsOf(target: Target): string[] {
  return [...placeOf(target), ...Object.entries(target.secrets).map(([name, from]) => secretOf(name, from))];
}

function placeOf(target: Target): string[] {
  if (isOverSsm(target)) {
    const beyond = cannotReachIn(target);
    return beyond ? [`it has ${beyond.found}; make it ${beyond.instead}`] : [];
  }
  if (target.host !== "local" && target.host !== NO_HOST)
    return [`its host "${target.host}" is not known on AWS; say host: ssm:<id of its managed node>, or none`];
  const needs = [...new Set(machineNeeds(target).map((n) => n.what))];
  if (needs.length === 0) return [];
  const where =
    target.host === NO_HOST ? "it has none" : "on AWS there is no machine that Gradus itself runs on";
  return [
    `its ${listed(needs)} need a machine, and ${where}; say host: ssm:<id of its managed node>, or leave them out`,
  ];
}

const secretOf = (name: string, from: { env: string } | { file: string }): string =>
  `its secret ${name} is read from ${"env" in from ? `the variable ${from.env}` : from.file}, which is not there on AWS; leave it out, and let its own machine give it to whom it belongs`;

/** Addresses that mean the machine on which one asks: from AWS that is never the target's. */
function loopbackOf(target: Target): string[] {
  const urls = [
    ...target.health.flatMap((c) => (c.kind === "http" ? [c.url] : [])),
    ...(target.metrics ? [target.metrics.url] : []),
    ...Object.values(target.controls).flatMap((c) => (c?.kind === "http" ? [c.url] : [])),
  ].filter((url) => isLoopback(new URL(url).hostname));
  const tcp = target.health.flatMap((c) =>
    c.kind === "tcp" && isLoopback(c.host) ? [`${c.host}:${c.port}`] : [],
  );
  const found = [...new Set([...urls, ...tcp])];
  if (found.length === 0) return [];
  return [
    `${listed(found)} cannot be reached from AWS; give an address that can be, or a command (such as curl) on its own host`,
  ];
}

const isLoopback = (name: string): boolean =>
  /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1?\]?)$/i.test(name);

/** "a, b and c". */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
