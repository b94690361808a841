import { useEffect, useState } from "react";
import { now } from "../../api/clock.ts";

/** The server's time, anew every half minute: for what is filtered by age, which need not be done each second. */
export function useMinute(): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return at;
}
