from tests.scenarios.questions import ALIPAY, asked

SCENARIOS = asked(ALIPAY)
