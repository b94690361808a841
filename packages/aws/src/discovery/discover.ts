import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { ask } from "../clients/ask.ts";
import type { DiscoveryClients } from "../clients/create.ts";
import { MANAGED } from "../names.ts";
import { RESOURCE_TYPES } from "./arn.ts";
import { type Discovery, type DiscoveryOptions, readTagged, type Tagged } from "./read.ts";

const PAGE = 100;
const MOST_PAGES = 100;

/** Everything in the region that is tagged `gradus:managed`, as targets. Throws GradusError if AWS cannot be asked. */
export async function discover(
  { tagging }: DiscoveryClients,
  options: DiscoveryOptions = {},
): Promise<Discovery> {
  const found: Tagged[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const command = new GetResourcesCommand({
      TagFilters: [{ Key: MANAGED }],
      ResourceTypeFilters: RESOURCE_TYPES,
      ResourcesPerPage: PAGE,
      PaginationToken: token,
    });
    const answer = await ask("tag:GetResources", tagging.send(command));
    for (const { ResourceARN: arn, Tags = [] } of answer.ResourceTagMappingList ?? []) {
      const tags = new Map(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      if (arn !== undefined && tags.has(MANAGED)) found.push({ arn, tags });
    }
    token = answer.PaginationToken;
    if (token === undefined || token === "") return readTagged(found, options);
  }
  const some = readTagged(found, options);
  const problem = `more than ${PAGE * MOST_PAGES} resources are tagged ${MANAGED}: the rest is not watched`;
  return { ...some, problems: [...some.problems, problem] };
}
