import type { Json } from "../json.ts";

export type Segment =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "wildcard" }
  | { readonly kind: "union"; readonly keys: readonly (string | number)[] }
  | {
      readonly kind: "slice";
      readonly from: number | null;
      readonly to: number | null;
      readonly step: number;
    }
  | { readonly kind: "descend" }
  | { readonly kind: "filter"; readonly test: Filter };

/** `@` is the candidate, `$` the root of the data. */
export type Filter = (candidate: Json, root: Json) => boolean;

export interface Path {
  readonly text: string;
  readonly root: "data" | "context";
  readonly segments: readonly Segment[];
  /** A Reference Path: identifies one node at most (States Language, "Reference Paths"). */
  readonly isReference: boolean;
}

/** A text that is not a path, an intrinsic or a filter as the runner reads them; reported when a definition is loaded. */
export class SyntaxFault extends Error {
  override readonly name = "SyntaxFault";
}
