import { isLive } from "./el.ts";

/** Makes the children of `parent` like `wanted`, and leaves alone what is so already: focus, selection and open details stay. */
export function patch(parent: Element, wanted: readonly Node[]): void {
  const present = [...parent.childNodes];
  wanted.forEach((node, i) => {
    const old = present[i];
    if (!old) parent.appendChild(node);
    else become(old, node);
  });
  for (const old of present.slice(wanted.length)) old.remove();
}

function become(old: ChildNode, wanted: Node): void {
  if (old.isEqualNode(wanted)) return;
  if (!(old instanceof HTMLElement && wanted instanceof HTMLElement) || !alike(old, wanted)) {
    old.replaceWith(wanted);
    return;
  }
  for (const { name } of Array.from(old.attributes))
    if (!wanted.hasAttribute(name) && !isReaders(old, name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patch(old, [...wanted.childNodes]);
}

const alike = (old: HTMLElement, wanted: HTMLElement): boolean =>
  old.tagName === wanted.tagName && old.id === wanted.id && !isLive(old) && !isLive(wanted);

/** What the reader opened stays open. */
const isReaders = (element: Element, name: string): boolean =>
  name === "open" && element.tagName === "DETAILS";
