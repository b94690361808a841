import { edge, type Path } from "./path.ts";

/** The workflow (packages/workflows) as it is drawn: laid by hand, on nine columns and four rows. */
export const WIDTH = 1212;
export const HEIGHT = 300;
export const BOX = { width: 108, height: 36 };

const rows = [56, 112, 168, 252];

const states: ReadonlyArray<readonly [state: string, column: number, row: number]> = [
  ["Triage", 0, 1],
  ["Next phase", 1, 1],
  ["Quick fix", 2, 0],
  ["Research", 2, 1],
  ["Consult", 2, 2],
  ["Consensus", 3, 2],
  ["Decide", 4, 1],
  ["Await approval", 5, 0],
  ["Apply", 5, 1],
  ["Settle", 6, 1],
  ["Undo", 6, 2],
  ["Verify", 7, 1],
  ["Learn", 8, 1],
  ["Closed", 8, 0],
  ["Escalate", 2, 3],
  ["Await human", 5, 3],
  ["Alarm", 0, 0],
];

/** From, to, and the lane where it is not straight on. */
const ways: ReadonlyArray<readonly [from: string, to: string, lane?: string]> = [
  ["Triage", "Next phase"],
  ["Next phase", "Quick fix"],
  ["Next phase", "Research"],
  ["Next phase", "Consult"],
  ["Next phase", "Escalate", "M178 130V252H278"],
  ["Next phase", "Closed", "M198 94V14H1150V36"],
  ["Quick fix", "Decide"],
  ["Research", "Decide"],
  ["Consult", "Consensus"],
  ["Consensus", "Decide"],
  ["Decide", "Apply"],
  ["Decide", "Await approval"],
  ["Decide", "Next phase", "M606 130V206H218V132"],
  ["Decide", "Escalate", "M626 130V220H334V232"],
  ["Await approval", "Apply"],
  ["Apply", "Settle"],
  ["Settle", "Verify"],
  ["Verify", "Learn"],
  ["Verify", "Undo", "M994 130V168H934"],
  ["Verify", "Next phase", "M1034 130V206H218V132"],
  ["Undo", "Next phase", "M878 186V206H218V132"],
  ["Learn", "Closed"],
  ["Escalate", "Await human"],
  ["Await human", "Learn", "M796 252H1150V132"],
  ["Await human", "Triage", "M742 270V288H62V132"],
];

export interface Node {
  state: string;
  x: number;
  y: number;
}

/** Every state; the alarm only when it comes to that. */
export const nodesOf = ({ visits, now }: Pick<Path, "visits" | "now">): Node[] =>
  states
    .filter(([state]) => state !== "Alarm" || visits.has(state) || now.has(state))
    .map(([state, column, row]) => ({ state, x: 62 + column * 136, y: rows[row] ?? 0 }));

export interface Way {
  key: string;
  d: string;
  taken: boolean;
}

/** Every way that is drawn; those that were taken come last, on top. A fault may lead from anywhere to Escalate: then it is drawn, too. */
export function waysOf(path: Path): Way[] {
  const nodes = new Map(nodesOf(path).map((node) => [node.state, node]));
  const drawn = new Map(
    [...ways, ...[...path.taken.keys()].map((key) => key.split(" → "))]
      .flatMap(([from = "", to = "", lane]) => {
        const [a, b] = [nodes.get(from), nodes.get(to)];
        return a && b ? [[edge(from, to), lane ?? between(a, b)] as const] : [];
      })
      .reverse(),
  );
  return [...drawn]
    .map(([key, d]) => ({ key, d, taken: path.taken.has(key) }))
    .sort((a, b) => Number(a.taken) - Number(b.taken));
}

/** Forward from side to side; back, up and down from edge to edge. */
function between(from: Node, to: Node): string {
  if (to.x > from.x) {
    const [start, end] = [from.x + BOX.width / 2, to.x - BOX.width / 2 - 2];
    const middle = (start + end) / 2;
    return `M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${end} ${to.y}`;
  }
  const down = to.y < from.y ? -1 : 1;
  const start = from.y + (BOX.height / 2) * down;
  const end = to.y - (BOX.height / 2 + 2) * down;
  const swing = to.x === from.x ? 0 : 40 * down;
  return `M${from.x} ${start}C${from.x} ${start + swing} ${to.x} ${end - swing} ${to.x} ${end}`;
}
