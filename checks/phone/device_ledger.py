"""The phone is in the register."""

from checker.api import Actor, Ask, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import Handset


@check(
    id="phone.device_ledger",
    title=Text("手机与台账一致", "The phone is what the ledger says"),
    why=Text("登记之外的手机没人管理，也没人检查。", "A phone outside the register is looked after by nobody."),
    severity=Severity.MEDIUM,
    rules=("device-ledger-mismatch",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.OFFICER,
            (
                Text(
                    "对照台账核对型号、编号、硬盘和责任人。",
                    "Compare model, numbers, disks and the person responsible with the ledger.",
                ),
                Text(
                    "不一致的，由保密员查明原因后更正台账或标识。",
                    "Where they differ, the officer finds out why and corrects the ledger or the label.",
                ),
            ),
        ),
    },
)
def device_ledger(handset: Handset) -> Verdict:
    question = Text(
        "手机台账里登记了这部手机，型号和串号与实物一致，对吗？",
        "The register lists this phone, and model and IMEI agree with it. Is that right?",
    )
    item = Text("{maker} {model}，安卓 {android} {skin}", "{maker} {model}, Android {android} {skin}")
    named = item.filled(
        maker=Text.name(handset.maker),
        model=Text.name(handset.model),
        android=Text.name(handset.android),
        skin=Text.name(handset.skin),
    )
    return Ask(question, items=(named,))
