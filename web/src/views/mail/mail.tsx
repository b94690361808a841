import { useTitle } from "../../app/badge.ts";

const Mail = (_: { id: string }) => {
  useTitle("Mail");
  return <h1>Mail</h1>;
};
export default Mail;
