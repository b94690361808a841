import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Put in the place of the SDK's own chain when functions are bundled: Lambda hands a function its role's credentials in the
 * environment, and nothing else is to be asked. It saves a tenth of each bundle, and a function that has lost its role fails
 * at once instead of looking elsewhere.
 */
export const defaultProvider = fromEnv;
