import { useTitle } from "../../app/badge.ts";

const Audit = (_: { id: string }) => {
  useTitle("Audit");
  return <h1>Audit</h1>;
};
export default Audit;
