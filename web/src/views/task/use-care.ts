import type { CareVerb } from "../../api/types.ts";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";

interface Cared {
  verb: Exclude<CareVerb, "resolve" | "retry">;
  until?: number;
}

const words: Record<Cared["verb"], string> = {
  acknowledge: "Acknowledged: people are reminded once a day.",
  unacknowledge: "No longer acknowledged.",
  snooze: "Snoozed: nobody is reminded until then.",
  unsnooze: "The snooze has ended.",
  assign: "It is yours now.",
  unassign: "It is nobody's now.",
};

/** What people do with this one task besides answering it. */
export function useCare(id: string): { care: (of: Cared) => void; busy: boolean } {
  const { client } = useApi();
  const { run, busy } = useChange({
    async do(of: Cared) {
      const { results } = await told(client.tasks.act.$post({ json: { ids: [id], ...of } }));
      const [result] = results;
      if (result?.ok === false) throw new Error(result.message);
    },
    said: (_, { verb }) => words[verb],
  });
  return { care: run, busy };
}
