import { changeVariable } from "./change-variable.ts";
import type { Fault } from "./fault.ts";

export const sharedCause: Fault<"shared_cause"> = {
  id: "shared_cause",
  number: "C3",
  title: "One cause, several victims",
  description:
    "email-blast cannot start (wrong variable), so social-media reports its dependency failing, and chatbot too where it is installed with `sharedMail`. One fix, on email-blast, heals all.",
  targets: ["email-blast"],
  inject: (ctx) => changeVariable(ctx, "PUBLIC_BASE_URL", `127.0.0.1:${ctx.port}`),
};
