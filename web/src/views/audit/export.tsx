import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { saveAs } from "../../ui/save.ts";

/** Saves a chain as JSON Lines, which `gradus audit verify` and anybody's sha256 can check. */
export const Export = ({ chain, word = "Export" }: { chain: string; word?: string }) => {
  const save = useSaveChain();
  return (
    <button className="slim" disabled={save.busy} onClick={() => save.run(chain)}>
      {word}
      <span className="sr"> chain {chain} as JSON Lines</span>
    </button>
  );
};

export function useSaveChain() {
  const { client } = useApi();
  return useChange({
    do: async (chain: string) => {
      const answer = await client.audit.export.$get({ query: { chain } });
      const name = `gradus-audit-${chain.replace(/[^\w-]+/g, "-")}.jsonl`;
      saveAs(name, await answer.text(), "application/x-ndjson");
      return name;
    },
    said: (name) => `Saved as ${name}.`,
  });
}
