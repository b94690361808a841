import library from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  id: string;
  help: string;
  nodes: Array<{ target: string[]; failureSummary?: string }>;
}

/** What axe has against the page as it is: WCAG 2.2 A and AA, and axe's best practices. One line each. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(`if (!window.axe) { ${library.source} }`);
  const found = await page.evaluate<{ violations: Violation[] }>("axe.run(document)");
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) => `${id}: ${help}: ${node.target.join(" ")} (${(node.failureSummary ?? "").slice(0, 300)})`,
    ),
  );
}
