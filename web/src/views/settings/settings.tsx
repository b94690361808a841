import { useTitle } from "../../app/badge.ts";

const Settings = (_: { id: string }) => {
  useTitle("Settings");
  return <h1>Settings</h1>;
};
export default Settings;
