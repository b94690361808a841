import { createContext, useContext } from "react";
import type { Session } from "../auth/session.ts";
import type { Config } from "../config.ts";
import type { Client } from "./client.ts";
import type { Connection } from "./connection.ts";
import type { Queries } from "./queries.ts";

/** What every view may use. */
export interface Api {
  client: Client;
  queries: Queries;
  connection: Connection;
  config: Config;
  session: Session | undefined;
}

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("useApi is used outside of the app");
  return api;
}

export const useQueries = (): Queries => useApi().queries;
