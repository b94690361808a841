import "./style/base.css";
import "./style/parts.css";
import "./style/shell.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "./api/client.ts";
import { createConnection } from "./api/connection.ts";
import { keepFresh } from "./api/live.ts";
import { messageOf } from "./api/problem.ts";
import { createQueries } from "./api/queries.ts";
import { createTransport } from "./api/transport.ts";
import { ApiContext } from "./api/use-api.ts";
import { App } from "./app/app.tsx";
import { KeysProvider } from "./app/keys.tsx";
import { applyTheme } from "./app/theme.ts";
import { signIn } from "./auth/sign-in.ts";
import { type Config, readConfig } from "./config.ts";
import type { Session } from "./auth/session.ts";
import { Boundary } from "./ui/boundary.tsx";
import { Plain } from "./ui/plain.tsx";
import { ToastProvider } from "./ui/toasts.tsx";

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no root");
const root = createRoot(place);
const show = (what: ReactNode): void => root.render(<StrictMode>{what}</StrictMode>);

/** Reads what was deployed, sees to it that somebody is signed in, and opens the page. */
async function start(): Promise<void> {
  applyTheme();
  const config = await readConfig();
  const signed = await signIn(config);
  if (signed.kind === "leaving") return;
  if (signed.kind === "out")
    return show(<Plain title={signed.title} text={signed.text} verb="Sign in" onPress={signed.begin} />);
  open(config, signed.session);
}

function open(config: Config, session: Session | undefined): void {
  const connection = createConnection();
  const client = createClient(createTransport(session, connection));
  const data = new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 500,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  keepFresh(data, config);
  show(
    <Boundary
      instead={(fault) => broken("This page has a fault", `${fault}. Gradus itself goes on.`, "Reload")}
    >
      <ApiContext value={{ client, queries: createQueries(client), connection, config, session }}>
        <QueryClientProvider client={data}>
          <ToastProvider>
            <KeysProvider>
              <App />
            </KeysProvider>
          </ToastProvider>
        </QueryClientProvider>
      </ApiContext>
    </Boundary>,
  );
}

const broken = (title: string, text: string, verb: string) => (
  <Plain title={title} text={text} verb={verb} onPress={() => location.reload()} />
);

start().catch((error: unknown) => show(broken("This page cannot start", messageOf(error), "Try again")));
