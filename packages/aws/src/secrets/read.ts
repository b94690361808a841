import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GradusError, messageOf } from "@gradus/core";

/** The text of a secret. Throws "unavailable", without saying anything of its content. */
export async function readSecret(client: SecretsManagerClient, id: string): Promise<string> {
  try {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (text !== undefined && text.length >= 32) return text;
  } catch (error) {
    throw new GradusError(
      "unavailable",
      `the secret ${id} could not be read: ${messageOf(error)}`,
      {},
      error,
    );
  }
  throw new GradusError("corrupt", `the secret ${id} is empty or too short`);
}
