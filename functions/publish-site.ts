import { emptySite, publishSite } from "@gradus/aws/site";
import { messageOf } from "@gradus/core";
import { join } from "node:path";
import { customResourceSchema, respond } from "./runtime/custom-resource.ts";

/** Called by CloudFormation. Whatever happens it is answered: a deployment that hears nothing waits for an hour. */
export const handler = async (input: unknown): Promise<void> => {
  const event = customResourceSchema.parse(input);
  const {
    Bucket: bucket,
    Distribution: distribution,
    Config: config,
    KeepOnDelete: keep,
  } = event.ResourceProperties;
  try {
    // oxlint-disable-next-line node/no-process-env -- where Lambda has put the code, which no setting can know
    const folder = join(process.env["LAMBDA_TASK_ROOT"] ?? ".", "site");
    if (event.RequestType !== "Delete") await publishSite({ bucket, distribution, folder, config });
    else if (keep !== "true") await emptySite(bucket);
    await respond(event, "SUCCESS", `gradus-site-${bucket}`);
  } catch (error) {
    await respond(event, "FAILED", `gradus-site-${bucket}`, messageOf(error));
  }
};
