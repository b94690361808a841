import { useSyncExternalStore } from "react";
import { useApi } from "../api/use-api.ts";
import { When } from "../ui/when.tsx";

/** When Gradus last answered. */
export const Updated = () => {
  const { connection } = useApi();
  const { heardAt } = useSyncExternalStore(connection.subscribe, connection.standing);
  return (
    <span>
      {heardAt === undefined ? (
        "Not updated yet"
      ) : (
        <>
          Updated <When at={heardAt} />
        </>
      )}
    </span>
  );
};
