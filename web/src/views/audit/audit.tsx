import "./audit.css";
import { useTitle } from "../../app/badge.ts";
import { useParam } from "../../app/use-param.ts";
import { SearchBox } from "../../ui/search-box.tsx";
import { All } from "./all.tsx";
import { One } from "./one.tsx";

/** Every decision and action, as it was written: of all chains, or of one. */
const Audit = () => {
  useTitle("Audit");
  const [search, setSearch] = useParam("q");
  const [chain] = useParam("chain");
  const box = <SearchBox label="Search events" value={search} onSearch={setSearch} />;
  return (
    <div className="audit">
      {chain === "" ? (
        <All search={search}>{box}</All>
      ) : (
        <One key={chain} chain={chain} search={search}>
          {box}
        </One>
      )}
    </div>
  );
};
export default Audit;
