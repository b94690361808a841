/** As many answers as a few views read. */
const MOST = 60;

interface Known {
  tag: string;
  /** The body, as it came. */
  answer: string;
}

/** The last answers with their tags, in this tab's memory only: what has not changed is not sent again. */
export function createSeen() {
  const answers = new Map<string, Known>();
  return {
    of: (url: string): Known | undefined => answers.get(url),
    keep(url: string, tag: string | null, answer: string): void {
      answers.delete(url);
      if (tag !== null) answers.set(url, { tag, answer });
      for (const oldest of answers.keys()) {
        if (answers.size <= MOST) break;
        answers.delete(oldest);
      }
    },
  };
}
