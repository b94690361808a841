import { useTitle } from "../../app/badge.ts";

export const Overview = (_: { id: string }) => {
  useTitle("Overview");
  return <h1>Overview</h1>;
};
