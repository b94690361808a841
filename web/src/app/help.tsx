import { Dialog } from "../ui/dialog.tsx";
import { useAllKeys } from "./keys.tsx";

const Help = ({ onClose }: { onClose: () => void }) => {
  const keys = useAllKeys();
  return (
    <Dialog title="Keys" onClose={onClose}>
      <ul>
        {keys.map(({ keys, says }) => (
          <li key={keys}>
            <kbd>{keys}</kbd> {says}
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
export default Help;
