"""Keyboards are known and keep to themselves."""

from fnmatch import fnmatchcase

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import InputMethods

_UNHEARD = Text("{app}（本工具不认识，不知道是否联网）", "{app} (not known to this tool; it may use the network)")


@check(
    id="phone.input_methods",
    title=Text("输入法来历清楚，不把打的字传到网上", "Keyboards are of known origin and do not send what is typed"),
    why=Text(
        "输入法能看到打的每一个字；联网的输入法会把它们传出去。",
        "A keyboard sees every word that is typed; one with a cloud sends them away.",
    ),
    severity=Severity.HIGH,
    rules=("apk-risky-special-access",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 系统 → 语言和输入法，关闭不认识的输入法。",
                    "Settings → System → Languages and input: turn off keyboards you do not know.",
                ),
                Text(
                    "打开输入法的设置，关闭“云输入”“个性化推荐”“用户体验计划”。",
                    "In the keyboard's own settings turn off cloud input, personalisation and experience programmes.",
                ),
            ),
        ),
    },
)
def input_methods(keyboards: InputMethods, policy: Policy) -> Verdict:
    approved = policy.phone.approved_apps
    unknown = [app for app in keyboards.unknown if not any(fnmatchcase(app.package, name) for name in approved)]
    if unknown:
        seen = Text("正在使用来历不明的输入法", "A keyboard of unknown origin is in use")
        return Fail(seen, tuple(app.label for app in unknown))
    if keyboards.cloud or keyboards.unheard:
        question = Text(
            "下列输入法的“云输入”“个性化推荐”等联网功能都已关闭，对吗？",
            "The cloud and personalisation functions of these keyboards are off. Is that right?",
        )
        unheard = (_UNHEARD.filled(app=app.label) for app in keyboards.unheard)
        return Ask(question, items=(*(app.label for app in keyboards.cloud), *unheard))
    return Pass(Text("输入法都是已知不联网的", "All keyboards are known to keep to themselves"))
