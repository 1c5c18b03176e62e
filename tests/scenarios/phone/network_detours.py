from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

# What shell is told on most phones.
CLOSED = Output(b"ls: /data/misc/user/0/cacerts-added: Permission denied\n0\n", 1)

SCENARIOS = (
    # A proxy of one Wi-Fi stands in no setting: it is asked.
    Scenario("pass", changed({}), State.NEEDS_PERSON),
    Scenario("pass", changed({"global.http_proxy": ":0\n"}), State.NEEDS_PERSON),
    Scenario(
        "fail",
        changed({"global.http_proxy": "10.0.0.9:8888\n", "certificates": "1\n"}),
        State.FAILED,
        names=("代理服务器", "1 个自己添加的证书"),
    ),
    Scenario("fail", changed({"global.global_http_proxy_host": "proxy.example\n"}), State.NEEDS_PERSON),
    Scenario(
        "fail",
        changed({"global.global_proxy_pac_url": "http://a.example/p.pac\n"}),
        State.NEEDS_PERSON,
        names=("代理",),
    ),
    Scenario("fail", changed({"global.private_dns_mode": "hostname\n"}), State.NEEDS_PERSON, names=("DNS",)),
    Scenario("pass", changed({"global.private_dns_mode": "opportunistic\n"}), State.NEEDS_PERSON),
    Scenario("denied", changed({"certificates": CLOSED}), State.NEEDS_PERSON),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
