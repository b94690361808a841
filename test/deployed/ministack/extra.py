"""
Starts MiniStack with the CloudFormation types it lacks, so that the templates that go to AWS go to it unchanged.
Where MiniStack has the API, a type goes through it; where it has none, the type is only recorded, and stderr says so.
Uses internals of ministack 1.5.33.
"""

import json
import os
import shutil
import signal
import sys
import threading
from importlib.metadata import version

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import budgets, cloudwatch, cognito, s3
from ministack.services import stepfunctions as states
from ministack.services.cloudformation import provisioners

BUILT_FOR = "1.5.33"


def say(text):
    print(f"gradus: {text}", file=sys.stderr, flush=True)


def ok(answer):
    """The body of an API's answer; a refusal fails the resource, and so the stack."""
    status, _, body = answer[:3]
    if status >= 300:
        raise ValueError(body.decode() if isinstance(body, bytes) else str(body))
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return {}


def physical_name(stack, logical_id, most=80):
    return provisioners._physical_name(stack, logical_id, max_len=most)


# Step Functions. Ref and GetAtt Arn are the ARN, as in CloudFormation.


def version_create(logical_id, props, stack):
    request = {"stateMachineArn": props["StateMachineArn"], "description": props.get("Description", "")}
    if props.get("StateMachineRevisionId"):
        request["revisionId"] = props["StateMachineRevisionId"]
    arn = ok(states._publish_state_machine_version(request))["stateMachineVersionArn"]
    return arn, {"Arn": arn}


def version_update(arn, old, new, stack):
    # Every property of a version is "Replacement". The old one stays, as its UpdateReplacePolicy of Retain says.
    return version_create("", new, stack)


def version_delete(arn, props):
    ok(states._delete_state_machine_version({"stateMachineVersionArn": arn}))


def routing(props):
    preference = props.get("DeploymentPreference")
    if preference:
        return [{"stateMachineVersionArn": preference["StateMachineVersionArn"], "weight": 100}]
    return [
        {"stateMachineVersionArn": route["StateMachineVersionArn"], "weight": int(route["Weight"])}
        for route in props["RoutingConfiguration"]
    ]


def alias_create(logical_id, props, stack):
    request = {
        "name": props.get("Name") or physical_name(stack, logical_id),
        "description": props.get("Description", ""),
        "routingConfiguration": routing(props),
    }
    arn = ok(states._create_state_machine_alias(request))["stateMachineAliasArn"]
    return arn, {"Arn": arn}


def alias_update(arn, old, new, stack):
    request = {"stateMachineAliasArn": arn, "description": new.get("Description", "")}
    ok(states._update_state_machine_alias({**request, "routingConfiguration": routing(new)}))
    return arn, {"Arn": arn}


def alias_delete(arn, props):
    ok(states._delete_state_machine_alias({"stateMachineAliasArn": arn}))


# CloudWatch: Ref is the name. What PutCompositeAlarm does not know (suppressors) is dropped.


def composite_put(logical_id, props, stack):
    name = props.get("AlarmName") or physical_name(stack, logical_id, 255)
    known = ("AlarmRule", "AlarmDescription", "ActionsEnabled", "AlarmActions", "OKActions", "InsufficientDataActions")
    request = {"AlarmName": name, **{key: props[key] for key in known if key in props}}
    request["Tags"] = props.get("Tags", [])
    ok(cloudwatch._put_composite_alarm({}, request, False, True))
    return name, {"Arn": f"arn:aws:cloudwatch:{get_region()}:{get_account_id()}:alarm:{name}"}


def composite_update(name, old, new, stack):
    return composite_put("", {**new, "AlarmName": name}, stack)


def composite_delete(name, props):
    ok(cloudwatch._delete_alarms({}, {"AlarmNames": [name]}, False, True))


# Budgets: Ref is the name.


def budget_create(logical_id, props, stack):
    budget = {"BudgetName": physical_name(stack, logical_id, 100), **props["Budget"]}
    told = props.get("NotificationsWithSubscribers") or []
    for entry in told:
        entry["Notification"]["Threshold"] = float(entry["Notification"]["Threshold"])
    ok(budgets._create_budget({"Budget": budget, "NotificationsWithSubscribers": told}))
    return budget["BudgetName"], {}


def budget_delete(name, props):
    if name in budgets._budgets:
        ok(budgets._delete_budget({"BudgetName": name}))


def budget_update(name, old, new, stack):
    budget_delete(name, old)
    return budget_create("", {**new, "Budget": {"BudgetName": name, **new["Budget"]}}, stack)


# Cognito: Ref is the user name. Every property is "Replacement".


def user_create(logical_id, props, stack):
    known = ("UserPoolId", "Username", "UserAttributes", "MessageAction", "DesiredDeliveryMediums")
    request = {"Username": f"{stack}-{logical_id}", **{key: props[key] for key in known if key in props}}
    return ok(cognito._admin_create_user(request))["User"]["Username"], {}


def user_delete(name, props):
    ok(cognito._admin_delete_user({"UserPoolId": props["UserPoolId"], "Username": name}))


def user_update(name, old, new, stack):
    user_delete(name, old)
    return user_create("", {"Username": name, **new}, stack)


def recorded(kind, identify):
    """A type that MiniStack has no API for: it has a name and is gone when deleted, and nothing else."""
    heard = []

    def create(logical_id, props, stack):
        if not heard:
            heard.append(kind)
            say(f"{kind} is recorded only: MiniStack does nothing with it")
        return identify(logical_id, props, stack), {}

    return {"create": create, "update": lambda name, old, new, stack: (name, {}), "delete": lambda name, props: None}


def handlers(create, update, delete):
    return {"create": create, "update": update, "delete": delete}


def query_id(logical_id, props, stack):
    return new_uuid()


def document_name(logical_id, props, stack):
    return props.get("Name") or physical_name(stack, logical_id, 128)


ADDED = {
    "AWS::StepFunctions::StateMachineVersion": handlers(version_create, version_update, version_delete),
    "AWS::StepFunctions::StateMachineAlias": handlers(alias_create, alias_update, alias_delete),
    "AWS::CloudWatch::CompositeAlarm": handlers(composite_put, composite_update, composite_delete),
    "AWS::Budgets::Budget": handlers(budget_create, budget_update, budget_delete),
    "AWS::Cognito::UserPoolUser": handlers(user_create, user_update, user_delete),
    "AWS::SSM::Document": recorded("AWS::SSM::Document", document_name),
    "AWS::Logs::QueryDefinition": recorded("AWS::Logs::QueryDefinition", query_id),
}


def keep_bucket_tags():
    """CloudFormation drops a bucket's tags, and CDK's autoDeleteObjects empties only buckets that carry its own."""
    bucket = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]
    create = bucket["create"]

    def tagged(logical_id, props, stack):
        made = create(logical_id, props, stack)
        if props.get("Tags"):
            s3._bucket_tags[made[0]] = {tag["Key"]: tag["Value"] for tag in props["Tags"]}
        return made

    bucket["create"] = tagged


def tell_dkim():
    """The DNS records that a domain's owner enters, which templates may put into their outputs."""
    identity = provisioners._RESOURCE_HANDLERS["AWS::SES::EmailIdentity"]
    create = identity["create"]

    def told(logical_id, props, stack):
        name, attributes = create(logical_id, props, stack)
        for n in (1, 2, 3):
            attributes[f"DkimDNSTokenName{n}"] = f"token{n}._domainkey.{name}"
            attributes[f"DkimDNSTokenValue{n}"] = f"token{n}.dkim.amazonses.com"
        return name, attributes

    identity["create"] = told


def without_math():
    """An alarm over an expression becomes one over the metric in it: MiniStack computes nothing for alarms."""
    alarm = provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::Alarm"]
    create, update = alarm["create"], alarm["update"]
    heard = []

    def plain(props):
        stats = [part["MetricStat"] for part in props.get("Metrics") or [] if "MetricStat" in part]
        if not stats:
            return props
        if not heard:
            heard.append(True)
            say("alarms over expressions watch the metric in them: MiniStack has no metric math for alarms")
        rest = {key: value for key, value in props.items() if key != "Metrics"}
        return {**rest, **stats[0]["Metric"], "Period": stats[0]["Period"], "Statistic": stats[0]["Stat"]}

    alarm["create"] = lambda logical_id, props, stack: create(logical_id, plain(props), stack)
    alarm["update"] = lambda name, old, new, *rest, **named: update(name, plain(old), plain(new), *rest, **named)


def end_with_parent():
    """Stdin ends with the process that started us, however that ended: then nothing of ours stays, nor its directory."""
    while os.read(0, 4096):
        pass
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def main():
    found = version("ministack")
    if found != BUILT_FOR:
        say(f"ministack {found} is installed, and this was built for {BUILT_FOR}")
    for kind, made in ADDED.items():
        if kind in provisioners._RESOURCE_HANDLERS:
            say(f"MiniStack has {kind} itself by now: this one can go")
        else:
            provisioners._RESOURCE_HANDLERS[kind] = made
    keep_bucket_tags()
    tell_dkim()
    without_math()
    threading.Thread(target=end_with_parent, daemon=True).start()
    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main()
