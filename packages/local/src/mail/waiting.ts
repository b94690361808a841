import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const noteSchema = z.object({
  to: z.array(z.string()),
  /** Why it was not taken at the last try. */
  why: z.string().optional(),
  /** The server will not take it, however often it is asked. */
  refused: z.boolean().optional(),
  /** Since when it is refused, for now or for good; epoch ms. */
  since: z.number().optional(),
  /** How often it was not taken for now. */
  tries: z.number().optional(),
  /** When it is offered again at the earliest; epoch ms. */
  notBefore: z.number().optional(),
});
export type WaitingNote = z.infer<typeof noteSchema>;

/** Which messages are still to be handed over: one small file each, written before the first try and removed after the last. */
export interface Waiting {
  put(id: string, note: WaitingNote): Promise<void>;
  done(id: string): Promise<void>;
  /** Oldest first. What cannot be read is set aside, so that it does not hold up the others. */
  all(): Promise<Map<string, WaitingNote>>;
}

export function createWaiting(directory: string): Waiting {
  const fileOf = (id: string): string => join(directory, `${id}.json`);
  return {
    async put(id, note) {
      await mkdir(directory, { recursive: true });
      await writeFile(`${fileOf(id)}.new`, JSON.stringify(note));
      await rename(`${fileOf(id)}.new`, fileOf(id));
    },
    done: (id) => rm(fileOf(id), { force: true }),
    async all() {
      const names = (await readdir(directory).catch(() => [])).filter((n) => n.endsWith(".json")).sort();
      const notes = new Map<string, WaitingNote>();
      for (const name of names) {
        const note = await readNote(join(directory, name));
        if (note === "damaged") await rename(join(directory, name), join(directory, `${name}.damaged`));
        else if (note) notes.set(name.slice(0, -".json".length), note);
      }
      return notes;
    },
  };
}

async function readNote(file: string): Promise<WaitingNote | "damaged" | undefined> {
  try {
    const text = await readFile(file, "utf8");
    return noteSchema.safeParse(JSON.parse(text)).data ?? "damaged";
  } catch (error) {
    return error instanceof SyntaxError ? "damaged" : undefined;
  }
}
