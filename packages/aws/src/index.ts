export { eventsClient, functionsClient, mailClient, secretsClient, workflowsClient } from "./own-clients.ts";
export { createRemoteFetch } from "./outbound/remote-fetch.ts";
export { createRemoteProbe } from "./outbound/remote-probe.ts";
export { lambdaInvoke } from "./outbound/lambda-invoke.ts";
export { METRICS, EVENT_SOURCE, MAIL_REQUESTED } from "./names.ts";
export { createWorkflows } from "./workflows/create.ts";
export { createExecutions, executionArn, lastExecution, standing } from "./workflows/executions.ts";
export { createEventBus } from "./events/bus.ts";
export { createMailer } from "./mail/mailer.ts";
export { readSecret } from "./secrets/read.ts";
export { mailRequestSchema, nameOfRequest, requestMail, type MailRequest } from "./notify/request.ts";
export { sendMail } from "./notify/send.ts";
export { readDeployed } from "./registry/deployed.ts";
export {
  createRegistry,
  readDiscovered,
  saveDiscovered,
  SELF,
  type Discovered,
} from "./registry/registry.ts";
export { alarmEventSchema, signalsOfAlarm, type Raised } from "./signals/alarm.ts";
export { mailEventSchema, signalsOfMail } from "./signals/bounce.ts";
export { raise } from "./signals/raise.ts";
export { leadSource } from "./detection/lead-source.ts";
export { shardOf, shardSchema, targetsOf, type Shard, type ShardCounts } from "./detection/shard.ts";
export { borrowMemory, loadMemory, type ShardMemory } from "./detection/memory.ts";
export { allShards, readBoard, saveBoard, type SavedBoard } from "./detection/board.ts";
export { detect, type Detected } from "./detection/detect.ts";
export { createClients, createDiscoveryClients, type Clients } from "./clients/create.ts";
export { createPlatform } from "./platform/create.ts";
export { createPlatformManager } from "./platform/manager.ts";
export { createReleases } from "./platform/releases.ts";
export { createCapacity } from "./platform/capacity.ts";
export { discover } from "./discovery/discover.ts";
