import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const sum = (text) => createHash("sha1").update(text).digest("base64");

/** Gives freed buffers back to the system at once instead of at the next convenient collection. */
function collect() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** An in-memory cache of serialised answers, each with a checksum, oldest out first. */
export function createCache(maxEntries) {
  const entries = new Map();
  const prefetched = [];
  let growth;
  let damaged = false;

  const checks = () => [...entries.values()].filter((entry) => sum(entry.text) !== entry.sum).length;

  const put = (key, value) => {
    const text = JSON.stringify(value);
    if (entries.size >= maxEntries) entries.delete(entries.keys().next().value);
    entries.set(key, { text, sum: sum(text) });
    return text;
  };

  return {
    /** The cached answer, or the computed one, which is then kept. */
    get(key, compute) {
      const text = entries.get(key)?.text ?? put(key, compute());
      return JSON.parse(text);
    },
    /** Every other read fails while the cache is damaged. */
    isReadable: (turn) => !damaged || turn % 2 === 0,
    entries: () => entries.size + prefetched.length,
    bytes: () =>
      prefetched.reduce((total, block) => total + block.length, 0) +
      [...entries.values()].reduce((total, entry) => total + entry.text.length, 0),
    corrupt: checks,
    clear() {
      clearInterval(growth);
      entries.clear();
      damaged = false;
      const dropped = prefetched.splice(0).length;
      if (dropped > 0) setImmediate(collect);
    },
    /** Entries answer for their neighbours, or are cut in half. */
    poison() {
      const keys = [...entries.keys()];
      const texts = keys.map((key) => entries.get(key).text);
      for (const [at, key] of keys.entries()) {
        const wrong = at % 2 === 0 ? texts[(at + 1) % keys.length] : texts[at].slice(0, texts[at].length / 2);
        entries.set(key, { text: wrong, sum: entries.get(key).sum });
      }
    },
    damage() {
      damaged = true;
    },
    /** Prefetches without bound: real memory, up to `megabytes`, in a few seconds. */
    grow(megabytes) {
      clearInterval(growth);
      const block = 5 * 1024 * 1024;
      growth = setInterval(() => {
        if (prefetched.length * block >= megabytes * 1024 * 1024) clearInterval(growth);
        else prefetched.push(Buffer.alloc(block, prefetched.length % 251));
      }, 80);
    },
  };
}
