import * as z from "zod";

/** What CloudFormation asks of the resource that puts the page's files in place. */
export const customResourceSchema = z.object({
  RequestType: z.enum(["Create", "Update", "Delete"]),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  ResourceProperties: z.object({
    Bucket: z.string(),
    Distribution: z.string(),
    Config: z.unknown(),
    KeepOnDelete: z.string(),
  }),
});
type Asked = z.infer<typeof customResourceSchema>;

/** Tells CloudFormation how it went, at the address that it gave. */
export async function respond(
  event: Asked,
  status: "SUCCESS" | "FAILED",
  id: string,
  reason = "see the function's log",
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = JSON.stringify({
    Status: status,
    Reason: reason.slice(0, 1_000),
    PhysicalResourceId: id,
    StackId,
    RequestId,
    LogicalResourceId,
  });
  const answer = await fetch(event.ResponseURL, { method: "PUT", body, headers: { "content-type": "" } });
  if (!answer.ok) throw new Error(`CloudFormation did not take the answer: ${answer.status}`);
}
