import { useRef } from "react";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { many } from "../../text/words.ts";
import { saveAs } from "../../ui/save.ts";

/** What was learned, given to another installation or taken from one. */
export const Exchange = () => {
  const { client } = useApi();
  const { may } = useWho();
  const field = useRef<HTMLInputElement>(null);
  const give = useChange({
    do: async () => {
      const answer = await client.patterns.export.$get();
      saveAs("gradus-patterns.json", await answer.text(), "application/json");
    },
    said: () => "Saved as gradus-patterns.json.",
  });
  const take = useChange({
    do: async (file: File) => told(client.patterns.import.$post({}, { init: { body: await file.text() } })),
    said: ({ added, kept }) => `${many(added, "pattern")} added, ${kept} kept as they were.`,
  });
  return (
    <div className="actions">
      <button className="slim" disabled={give.busy} onClick={() => give.run(undefined)}>
        Export
      </button>
      <button
        className="slim"
        disabled={take.busy || !may("admin")}
        onClick={() => field.current?.click()}
        title={
          may("admin")
            ? "Another installation's patterns count half, and leave yours as they are"
            : "This needs the role admin"
        }
      >
        {take.busy ? "Importing …" : "Import a file …"}
      </button>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        aria-label="A file of patterns"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // The same file chosen again is a choice too.
          target.value = "";
          if (file) take.run(file);
        }}
      />
    </div>
  );
};
