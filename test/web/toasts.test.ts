import { describe, expect, it } from "vitest";
import { adding, type Toast } from "../../web/src/ui/toast-list.ts";

let last = 0;
const toast = (text: string, over: Partial<Toast> = {}): Toast => ({
  id: ++last,
  text,
  tone: "good",
  ...over,
});
const undo = (): void => undefined;
const shown = (...toasts: Toast[]): string[] =>
  toasts.reduce<readonly Toast[]>(adding, []).map(({ text }) => text);

describe("what was said", () => {
  it("keeps its way back when the same is said again", () => {
    const first = toast("1 task resolved. Sent in 8 s.", { tone: "busy", undo });
    const second = toast("1 task resolved. Sent in 8 s.", { tone: "busy", undo });
    expect(adding([first], second)).toEqual([first, second]);
    expect(adding([first], toast(first.text))).toContain(first);
  });

  it("keeps its way back, and bad news, however much is said afterwards", () => {
    const [back, bad] = [toast("resolved", { undo }), toast("It failed.", { tone: "bad" })];
    const after = ["a", "b", "c", "d", "e"].map((text) => toast(text));
    expect(shown(back, bad, ...after)).toEqual(["resolved", "It failed.", "d", "e"]);
  });

  it("is there once when it is said twice, and makes way when there is more", () => {
    expect(shown(toast("a"), toast("b"), toast("a"))).toEqual(["b", "a"]);
    expect(shown(toast("x", { tone: "bad" }), toast("x", { tone: "bad" }))).toEqual(["x"]);
    expect(shown(...["a", "b", "c", "d", "e"].map((text) => toast(text)))).toEqual(["b", "c", "d", "e"]);
  });

  it("is always shown itself, also beside many that stay", () => {
    const many = Array.from({ length: 6 }, (_, n) => toast(`back ${n}`, { undo }));
    expect(shown(...many, toast("new"))).toEqual([...many.map(({ text }) => text), "new"]);
  });
});
