// Takes a port that belongs to somebody else as soon as it is free: node port-squatter.mjs <port>
import { createServer } from "node:http";

const port = Number(process.argv[2]);
const server = createServer((_, response) => {
  response.writeHead(404, { "content-type": "text/plain", server: "dev-preview" });
  response.end("no such preview\n");
});
server.on("error", () => setTimeout(() => server.listen(port, "127.0.0.1"), 2));
server.listen(port, "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
setTimeout(() => process.exit(0), 5 * 60_000);
