import { useQuery } from "@tanstack/react-query";
import { Redirect } from "wouter";
import { useQueries } from "../../api/use-api.ts";
import { Loaded } from "../../ui/loaded.tsx";

/** What waits for a person is shown with its task. */
const Escalation = ({ id }: { id: string }) => (
  <Loaded query={useQuery(useQueries().escalation(id))}>
    {({ escalation }) => <Redirect to={`/tasks/${encodeURIComponent(escalation.task)}`} replace />}
  </Loaded>
);
export default Escalation;
