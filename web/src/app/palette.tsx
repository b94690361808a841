import { Dialog } from "../ui/dialog.tsx";

const Palette = ({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) => (
  <Dialog title="Go to" onClose={onClose}>
    <button onClick={onHelp}>Help</button>
  </Dialog>
);
export default Palette;
