import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Deployment } from "./deploy.ts";

const EMAIL = "ada@example.org";
const PASSWORD = "Correct-Horse-Battery-9";

/** An operator, as an administrator adds one. The second factor is left out: the emulator has no telephone. */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  deployment: Deployment,
): Promise<string> {
  const UserPoolId = deployment.output("ApiStack", "UserPool");
  const ClientId = deployment.output("ApiStack", "Client");
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OFF" }));
  await cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: EMAIL,
      MessageAction: "SUPPRESS",
      TemporaryPassword: `${PASSWORD}-first`,
      UserAttributes: [
        { Name: "email", Value: EMAIL },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: EMAIL, Password: PASSWORD, Permanent: true }),
  );
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: EMAIL, GroupName: "operator" }));
  const answer = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: EMAIL, PASSWORD },
    }),
  );
  const token = answer.AuthenticationResult?.IdToken;
  if (token === undefined) throw new Error(`nobody was signed in: ${JSON.stringify(answer)}`);
  return token;
}
