import { useTitle } from "../../app/badge.ts";

const Patterns = (_: { id: string }) => {
  useTitle("Patterns");
  return <h1>Patterns</h1>;
};
export default Patterns;
