/** @jsxImportSource hono/jsx */
import type { Problem } from "../http/errors.ts";
import { Layout } from "./layout.tsx";

export const ErrorPage = ({ problem }: { problem: Problem }) => (
  <Layout title="That did not work">
    <div class="lead bad">
      <div>
        <h1>{problem.status === 404 ? "There is nothing here" : "That did not work"}</h1>
        <p class="text">{problem.body.error.message}</p>
      </div>
    </div>
    <p class="soft small">
      Request {problem.body.error.requestId}.{" "}
      {problem.status === 401 || problem.status === 503 ? null : <a href="/">Back to the overview</a>}
    </p>
  </Layout>
);
