import type { Json, JsonObject } from "../json.ts";
import { isObject, member } from "../json.ts";
import type { Place } from "./problem.ts";
import { kindOf } from "./problem.ts";

/** Fields of the States Language that the runner does not run, and what to write instead. */
const REFUSED: Readonly<Record<string, string>> = {
  Arguments: "Parameters (Arguments is JSONata)",
  Assign: "ResultPath (workflow variables are not supported)",
  Condition: "Variable and a comparison (Condition is JSONata)",
  Credentials: "a resource whose handler holds its own credentials",
  ItemBatcher: "inline Map items (Distributed Map is not supported)",
  ItemReader: "ItemsPath (Distributed Map is not supported)",
  Items: "ItemsPath (Items is JSONata)",
  Iterator: "ItemProcessor",
  Label: "inline Map items (Distributed Map is not supported)",
  Output: "ResultSelector, ResultPath and OutputPath (Output is JSONata)",
  ResultWriter: "ResultPath (Distributed Map is not supported)",
  ToleratedFailureCount: "Catch inside the ItemProcessor",
  ToleratedFailureCountPath: "Catch inside the ItemProcessor",
  ToleratedFailurePercentage: "Catch inside the ItemProcessor",
  ToleratedFailurePercentagePath: "Catch inside the ItemProcessor",
};

/** Reads an object of a definition field by field; what was never asked for is reported by `finish`. */
export class Fields {
  readonly place: Place;
  readonly #object: JsonObject;
  readonly #asked = new Set(["Comment"]);

  private constructor(object: JsonObject, place: Place) {
    this.#object = object;
    this.place = place;
  }

  static of(value: Json | undefined, place: Place): Fields | undefined {
    if (isObject(value)) return new Fields(value, place);
    place.report(`must be an object, not ${kindOf(value)}`);
    return undefined;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  get(name: string): Json | undefined {
    this.#asked.add(name);
    return member(this.#object, name);
  }

  string(name: string): string | undefined {
    return this.#typed(name, "a string", (value) => typeof value === "string");
  }

  boolean(name: string): boolean | undefined {
    return this.#typed(name, "true or false", (value) => typeof value === "boolean");
  }

  array(name: string): Json[] | undefined {
    return this.#typed(name, "an array", (value) => Array.isArray(value));
  }

  integer(name: string, least: number, most = 99_999_999): number | undefined {
    return this.#typed(
      name,
      `an integer from ${least} to ${most}`,
      (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
    );
  }

  number(name: string, least: number): number | undefined {
    return this.#typed(
      name,
      `a number of at least ${least}`,
      (value) => typeof value === "number" && value >= least,
    );
  }

  /** At most one of the fields may be there. */
  exclusive(...names: readonly string[]): void {
    const there = names.filter((name) => this.has(name));
    if (there.length > 1) this.place.report(`has ${there.join(" and ")}`, `one of them`);
  }

  require(name: string): boolean {
    if (this.has(name)) return true;
    this.place.report(`${name} is missing`);
    return false;
  }

  /** `instead` adds refusals that hold for this kind of object only. */
  finish(instead: Readonly<Record<string, string>> = {}): void {
    if (this.has("QueryLanguage") && this.get("QueryLanguage") !== "JSONPath") {
      this.place.at("QueryLanguage").report("only JSONPath is supported", `"QueryLanguage": "JSONPath"`);
    }
    for (const name of Object.keys(this.#object)) {
      if (this.#asked.has(name)) continue;
      const use = instead[name] ?? REFUSED[name];
      this.place
        .at(name)
        .report(
          use === undefined ? `the field ${name} is not known here` : `the field ${name} is not supported`,
          use,
        );
    }
  }

  #typed<T extends Json>(name: string, what: string, test: (value: Json) => boolean): T | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (test(value)) return value as T;
    this.place.at(name).report(`must be ${what}, not ${kindOf(value)}`);
    return undefined;
  }
}
