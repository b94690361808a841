import { useTitle } from "../../app/badge.ts";

const Tasks = (_: { id: string }) => {
  useTitle("Tasks");
  return <h1>Tasks</h1>;
};
export default Tasks;
