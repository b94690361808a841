export * from "./schema.ts";
export {
  covers as warrantCovers,
  HUMAN_WARRANT_MS,
  issueWarrant,
  POLICY_WARRANT_MS,
  type WarrantRequest,
} from "./issue.ts";
