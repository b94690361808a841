import type { SSTConfig } from "sst";
import { Alerts } from "./stacks/alerts.ts";
import { ApiStack } from "./stacks/api.ts";
import { Detection } from "./stacks/detection.ts";
import { Events } from "./stacks/events.ts";
import { Operations } from "./stacks/operations.ts";
import { Remediation } from "./stacks/remediation.ts";
import { withoutUnused } from "./stacks/support/lean.ts";
import { Storage } from "./stacks/storage.ts";
import { deployment, tagEverything } from "./stacks/support/deployment.ts";
import { Web } from "./stacks/web.ts";

export default {
  config: ({ stage }) => deployment(stage),
  stacks(app) {
    tagEverything(app);
    app.stack(Storage).stack(Events).stack(Web).stack(Detection).stack(Remediation);
    app.stack(ApiStack).stack(Alerts).stack(Operations);
    withoutUnused(app);
  },
} satisfies SSTConfig;
