import { useTitle } from "../../app/badge.ts";

const Targets = (_: { id: string }) => {
  useTitle("Targets");
  return <h1>Targets</h1>;
};
export default Targets;
