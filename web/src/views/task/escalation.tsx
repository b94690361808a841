import { useQuery } from "@tanstack/react-query";
import { Redirect } from "wouter";
import { taskAt } from "../../app/addresses.ts";
import { useQueries } from "../../api/use-api.ts";
import { useTitle } from "../../app/badge.ts";
import { Loaded } from "../../ui/loaded.tsx";

/** What waits for a person is shown with its task. */
const Escalation = ({ id }: { id: string }) => {
  useTitle("Task");
  return (
    <Loaded query={useQuery(useQueries().escalation(id))}>
      {({ escalation }) => <Redirect to={taskAt(escalation.task)} replace />}
    </Loaded>
  );
};
export default Escalation;
