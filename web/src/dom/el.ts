export type Child = Node | string | number | false | undefined | readonly Child[];
type Value = string | number | boolean | undefined;
/** Attributes, and listeners under their `on…` names. */
type Given = Record<string, Value | ((event: Event) => void)>;

const live = new WeakSet<Node>();

/** Whether a node listens: such a node is kept whole or replaced whole, so that no button acts on what it no longer shows. */
export const isLive = (node: Node): boolean => live.has(node);

/**
 * An element. Text becomes text nodes, and no attribute is code: there is no way from what the API says to markup. `href` is
 * written by us, or was parsed as https.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
      live.add(element);
    } else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (child instanceof Node) parent.appendChild(child);
    else if (typeof child === "object") append(parent, child);
    else parent.appendChild(document.createTextNode(String(child)));
  }
}
