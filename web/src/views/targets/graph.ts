import type { TargetView } from "../../api/types.ts";

export type Dependent = Pick<TargetView, "id" | "state" | "dependsOn">;

export interface Node {
  id: string;
  x: number;
  y: number;
}

export interface Graph {
  nodes: Node[];
  /** From what is relied on to what relies on it. */
  edges: Array<{ from: Node; to: Node }>;
  width: number;
  height: number;
}

export const NODE = { width: 168, height: 40 };
const GAP = { x: 56, y: 12 };
/** More than these nobody can read. */
export const MOST_NODES = 80;

/** Those of which one relies on another: what stands alone is not drawn. */
export function connected<T extends Dependent>(targets: readonly T[]): T[] {
  const known = new Set(targets.map(({ id }) => id));
  const tied = new Set(
    targets.flatMap(({ id, dependsOn }) => {
      const there = dependsOn.filter((one) => one !== id && known.has(one));
      return there.length === 0 ? [] : [id, ...there];
    }),
  );
  return targets.filter(({ id }) => tied.has(id));
}

/** Some targets with what they rely on and what relies on them, nearest first, and no more than can be read. */
export function around<T extends Dependent>(
  targets: readonly T[],
  seeds: ReadonlySet<string>,
  most = MOST_NODES,
): T[] {
  const near = new Map<string, Set<string>>(targets.map(({ id }) => [id, new Set()]));
  for (const { id, dependsOn } of targets)
    for (const other of dependsOn) {
      near.get(other)?.add(id);
      if (near.has(other)) near.get(id)?.add(other);
    }
  const found = new Set<string>();
  const add = (ids: Iterable<string>): void => {
    for (const id of ids) if (found.size < most && near.has(id)) found.add(id);
  };
  add(seeds);
  const first = [...found];
  for (const seed of first) add(near.get(seed) ?? []);
  return targets.filter(({ id }) => found.has(id));
}

/**
 * Lays targets out from left to right: each stands one column after the last thing that it relies on (longest path), and in
 * its column near the middle of what it relies on. In a circle the last edge of it is not counted, so that it ends.
 */
export function layOut(targets: readonly Dependent[]): Graph {
  const columns = inColumns(targets);
  const nodes = new Map<string, Node>();
  for (const [column, ids] of columns.entries()) {
    const middle = new Map(ids.map((id, at) => [id, middleOf(targets, id, nodes) ?? at]));
    const sorted = [...ids].sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || (a < b ? -1 : 1));
    for (const [row, id] of sorted.entries())
      nodes.set(id, { id, x: column * (NODE.width + GAP.x), y: row * (NODE.height + GAP.y) });
  }
  const edges = targets.flatMap(({ id, dependsOn }) =>
    [...new Set(dependsOn)].flatMap((other) => {
      const [from, to] = [nodes.get(other), nodes.get(id)];
      return from && to && from !== to ? [{ from, to }] : [];
    }),
  );
  const tallest = Math.max(0, ...columns.map((ids) => ids.length));
  return {
    nodes: [...nodes.values()],
    edges,
    width: Math.max(0, columns.length * (NODE.width + GAP.x) - GAP.x),
    height: Math.max(0, tallest * (NODE.height + GAP.y) - GAP.y),
  };
}

function inColumns(targets: readonly Dependent[]): string[][] {
  const of = new Map(targets.map((target) => [target.id, target.dependsOn]));
  const depths = new Map<string, number>();
  const under = new Set<string>();
  const depth = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    under.add(id);
    const found = Math.max(
      -1,
      ...(of.get(id) ?? []).flatMap((other) => (of.has(other) && !under.has(other) ? [depth(other)] : [])),
    );
    under.delete(id);
    depths.set(id, found + 1);
    return found + 1;
  };
  const columns: string[][] = [];
  for (const { id } of targets) (columns[depth(id)] ??= []).push(id);
  return Array.from(columns, (ids) => ids ?? []);
}

function middleOf(
  targets: readonly Dependent[],
  id: string,
  nodes: ReadonlyMap<string, Node>,
): number | undefined {
  const rows = (targets.find((one) => one.id === id)?.dependsOn ?? []).flatMap((other) => {
    const node = nodes.get(other);
    return node ? [node.y / (NODE.height + GAP.y)] : [];
  });
  return rows.length === 0 ? undefined : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}

/** A line that leaves to the right and comes in from the left. */
export function pathOf({ from, to }: Graph["edges"][number]): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = Math.max(GAP.x / 2, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
