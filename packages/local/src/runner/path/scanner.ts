import { SyntaxFault } from "./segment.ts";

/** A cursor over a text, shared by paths, filters and intrinsics. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  peek(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  take(token: string): boolean {
    if (!this.peek(token)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) this.fail(`"${token}" is missing`);
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, "uy");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found === undefined || found === "") return undefined;
    this.at += found.length;
    return found;
  }

  space(): void {
    this.match(/\s+/);
  }

  /** The raw text of a quoted string, escapes still in it; the cursor stands on the opening quote. */
  quoted(quote: string): string {
    const start = ++this.at;
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at];
      if (char === "\\") this.at++;
      else if (char === quote) return this.text.slice(start, this.at++);
    }
    return this.fail(`the string that opens at character ${start} is not closed`);
  }

  fail(problem: string): never {
    throw new SyntaxFault(`${problem} (at character ${this.at + 1} of ${JSON.stringify(this.text)})`);
  }
}
