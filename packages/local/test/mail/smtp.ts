import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export interface Received {
  from: string;
  to: string[];
  data: string;
}

/** A mail server of a few lines: enough of RFC 5321 to take, refuse and be slow. */
export interface Smtp {
  url: string;
  port: number;
  readonly received: Received[];
  /** Answers 550 to this recipient. */
  refuse(recipient: string): void;
  close(): Promise<void>;
}

export async function openSmtp(port = 0): Promise<Smtp> {
  const received: Received[] = [];
  const refused = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    talk(socket, received, refused);
  });
  await listen(server, port);
  const at = (server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${at}`,
    port: at,
    received,
    refuse: (recipient) => void refused.add(recipient),
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done());
  });

function talk(socket: Socket, received: Received[], refused: ReadonlySet<string>): void {
  let mail: Received = { from: "", to: [], data: "" };
  let isData = false;
  let rest = "";
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const address = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? "";

  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO" || verb === "HELO") say("250 test");
    else if (verb === "MAIL") {
      mail = { from: address(line), to: [], data: "" };
      say("250 ok");
    } else if (verb === "RCPT") {
      if (refused.has(address(line))) say("550 nobody of that name");
      else {
        mail.to.push(address(line));
        say("250 ok");
      }
    } else if (verb === "DATA") {
      isData = true;
      say("354 go on");
    } else if (verb === "QUIT") {
      say("221 bye");
      socket.end();
    } else say("250 ok");
  };

  say("220 test");
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!isData) command(line);
      else if (line === ".") {
        isData = false;
        received.push(mail);
        say("250 taken");
      } else mail.data += `${line}\n`;
    }
  });
}
