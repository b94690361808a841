import { useTitle } from "../../app/badge.ts";

const Task = (_: { id: string }) => {
  useTitle("Task");
  return <h1>Task</h1>;
};
export default Task;
