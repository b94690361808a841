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
  /** How often a message was begun. */
  readonly offered: number;
  /** Answers this to this recipient, instead of 550. */
  refuse(recipient: string, reply?: string): void;
  /** Takes what is for this recipient again. */
  accept(recipient: string): void;
  /** Answers this to MAIL FROM; undefined: takes every sender. */
  sender(reply?: string): void;
  /** Answers this to messages with these words in them. */
  refuseText(words: string, reply: string): void;
  /** Says nothing to a message that was sent whole, until the given function is called. */
  hold(): () => void;
  close(): Promise<void>;
}

interface Manner {
  received: Received[];
  refused: Map<string, string>;
  texts: Map<string, string>;
  sender: string | undefined;
  offered: number;
  held: Promise<void>;
}

export async function openSmtp(port = 0): Promise<Smtp> {
  const received: Received[] = [];
  const manner: Manner = {
    received,
    refused: new Map(),
    texts: new Map(),
    sender: undefined,
    offered: 0,
    held: Promise.resolve(),
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    talk(socket, manner);
  });
  await listen(server, port);
  const at = (server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${at}`,
    port: at,
    received,
    get offered() {
      return manner.offered;
    },
    refuse: (recipient, reply = "550 nobody of that name") => void manner.refused.set(recipient, reply),
    accept: (recipient) => void manner.refused.delete(recipient),
    sender: (reply) => void (manner.sender = reply),
    refuseText: (words, reply) => void manner.texts.set(words, reply),
    hold() {
      let release = (): void => undefined;
      manner.held = new Promise((done) => (release = done));
      return release;
    },
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

function talk(socket: Socket, manner: Manner): void {
  let mail: Received = { from: "", to: [], data: "" };
  let isData = false;
  let rest = "";
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const address = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? "";

  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO" || verb === "HELO") say("250 test");
    else if (verb === "MAIL") {
      manner.offered += 1;
      mail = { from: address(line), to: [], data: "" };
      say(manner.sender ?? "250 ok");
    } else if (verb === "RCPT") {
      const refusal = manner.refused.get(address(line));
      if (refusal !== undefined) say(refusal);
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

  const end = (whole: Received): void => {
    const refusal = [...manner.texts].find(([words]) => whole.data.includes(words))?.[1];
    if (refusal === undefined) manner.received.push(whole);
    say(refusal ?? "250 taken");
  };

  say("220 test");
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!isData) command(line);
      else if (line === ".") {
        isData = false;
        const whole = mail;
        void manner.held.then(() => end(whole));
      } else mail.data += `${line}\n`;
    }
  });
}
