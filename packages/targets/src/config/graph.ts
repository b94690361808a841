import { isMapping } from "./choose.ts";
import type { Complaint } from "./placeholders.ts";
import { suggest } from "./suggest.ts";

interface Node {
  index: number;
  id: string;
  dependsOn: Array<{ index: number; id: string }>;
}

/** What only shows when all targets are seen together; looks at the raw tree, so that it speaks up even if parts are wrong. */
export function checkGraph(tree: unknown): Complaint[] {
  const list = isMapping(tree) && Array.isArray(tree["targets"]) ? tree["targets"] : [];
  const nodes = list.flatMap((entry: unknown, index): Node[] => {
    if (!isMapping(entry) || typeof entry["id"] !== "string") return [];
    const wanted: unknown[] = Array.isArray(entry["dependsOn"]) ? entry["dependsOn"] : [];
    const dependsOn = wanted.flatMap((id, at) => (typeof id === "string" ? [{ index: at, id }] : []));
    return [{ index, id: entry["id"], dependsOn }];
  });
  const first = new Map<string, Node>();
  const complaints: Complaint[] = [];
  for (const node of nodes) {
    const other = first.get(node.id);
    if (other) {
      const expected = `an id of its own: targets[${other.index}] has it already`;
      complaints.push({ path: ["targets", node.index, "id"], expected });
    } else first.set(node.id, node);
  }
  const ids = [...first.keys()];
  for (const node of nodes) {
    for (const wanted of node.dependsOn) {
      const path = ["targets", node.index, "dependsOn", wanted.index];
      if (wanted.id === node.id)
        complaints.push({ path, expected: "another target: nothing depends on itself" });
      else if (!first.has(wanted.id)) {
        complaints.push({ path, expected: "the id of a target in this file", hint: suggest(wanted.id, ids) });
      }
    }
  }
  return [...complaints, ...cycles(first)];
}

/** Each cycle once, told at its first target. Depth first with an explicit stack: a chain may be long. */
function cycles(nodes: ReadonlyMap<string, Node>): Complaint[] {
  const complaints: Complaint[] = [];
  const done = new Set<string>();
  for (const start of nodes.values()) {
    if (done.has(start.id)) continue;
    const trail: Array<{ node: Node; next: number }> = [{ node: start, next: 0 }];
    const onTrail = new Set([start.id]);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const wanted = top.node.dependsOn[top.next];
      if (!wanted) {
        done.add(top.node.id);
        onTrail.delete(top.node.id);
        trail.pop();
        continue;
      }
      top.next += 1;
      const next = nodes.get(wanted.id);
      if (!next || next === top.node || done.has(next.id)) continue;
      if (onTrail.has(next.id)) {
        const names = trail.map((step) => step.node.id);
        const round = [...names.slice(names.indexOf(next.id)), next.id].join(" → ");
        const path = ["targets", top.node.index, "dependsOn", wanted.index];
        complaints.push({ path, found: `a circle: ${round}`, expected: "dependencies that end somewhere" });
        continue;
      }
      onTrail.add(next.id);
      trail.push({ node: next, next: 0 });
    }
  }
  return complaints;
}
