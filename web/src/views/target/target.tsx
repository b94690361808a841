import { useTitle } from "../../app/badge.ts";

const Target = (_: { id: string }) => {
  useTitle("Target");
  return <h1>Target</h1>;
};
export default Target;
