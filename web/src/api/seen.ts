/** As many answers as a few views read. */
const MOST = 40;

export interface Known {
  tag: string;
  answer: unknown;
}

/** The last answers with their tags, in this tab's memory only: what has not changed is not sent again. */
export function createSeen() {
  const answers = new Map<string, Known>();
  return {
    of: (path: string): Known | undefined => answers.get(path),
    keep(path: string, tag: string | null, answer: unknown): void {
      answers.delete(path);
      if (tag !== null) answers.set(path, { tag, answer });
      for (const oldest of answers.keys()) {
        if (answers.size <= MOST) break;
        answers.delete(oldest);
      }
    },
  };
}
