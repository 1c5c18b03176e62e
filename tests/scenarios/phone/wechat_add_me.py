from tests.scenarios.questions import WECHAT, asked

SCENARIOS = asked(WECHAT)
