import { all, at, isRecord, listOf, nameOf, type Templates } from "../templates/template.ts";

/** What CloudFormation can put no tags on, or what is a part of something that has them. */
const UNTAGGABLE = new Set([
  "AWS::ApiGatewayV2::Authorizer",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::CloudFront::Function",
  "AWS::CloudFront::OriginAccessControl",
  "AWS::CloudFront::ResponseHeadersPolicy",
  "AWS::CloudWatch::Dashboard",
  "AWS::Cognito::UserPoolClient",
  "AWS::Cognito::UserPoolDomain",
  "AWS::Cognito::UserPoolGroup",
  "AWS::IAM::Policy",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Permission",
  "AWS::Lambda::Url",
  "AWS::S3::BucketPolicy",
  "AWS::SES::ConfigurationSetEventDestination",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  // Its group has them.
  "AWS::Scheduler::Schedule",
  "AWS::StepFunctions::StateMachineAlias",
  "AWS::StepFunctions::StateMachineVersion",
]);
const WANTED = ["gradus:app", "gradus:stage"];

/** Whatever can carry the tags carries them; of a type that is new here somebody says whether it can. */
export function tags(templates: Templates): string[] {
  return all(templates)
    .filter(({ type }) => !UNTAGGABLE.has(type) && !type.startsWith("Custom::"))
    .flatMap((found) => {
      const { Tags: given, UserPoolTags: ofPool, ResourceTags: ofResource } = found.props;
      const said = given ?? ofPool ?? ofResource;
      const keys = isRecord(said) ? Object.keys(said) : listOf(said).map((tag) => at(tag, "Key"));
      return WANTED.filter((key) => !keys.includes(key)).map(
        (key) => `${nameOf(found)}: has no tag ${key} (${found.type})`,
      );
    });
}
