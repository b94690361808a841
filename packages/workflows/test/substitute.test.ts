import { substitute } from "@gradus/workflows";
import { describe, expect, test } from "vitest";

describe("substitute", () => {
  test("puts values in everywhere, also twice and in the middle of a text", () => {
    const definition = { a: "${One}", b: ["x-${Two}-${One}"], c: { "${One}": 1 } };
    expect(substitute(definition, { One: "1", Two: "2" })).toEqual({ a: "1", b: ["x-2-1"], c: { "1": 1 } });
  });

  test("refuses a name that has no value, and says which", () => {
    expect(() => substitute({ a: "${Missing}" }, { Other: "x" })).toThrow(/no value for \$\{Missing\}/);
  });

  test("keeps values whole that mean something in JSON or in a replacement", () => {
    const value = 'a"b\\c\n$& ${One}';
    expect(substitute({ a: "${One}" }, { One: value })).toEqual({ a: value });
  });

  test("leaves the definition as it was", () => {
    const definition = Object.freeze({ a: "${One}" });
    substitute(definition, { One: "1" });
    expect(definition.a).toBe("${One}");
  });

  test("does not take what every object has for a value", () => {
    expect(() => substitute({ a: "${constructor}" }, {})).toThrow(/no value/);
  });
});
