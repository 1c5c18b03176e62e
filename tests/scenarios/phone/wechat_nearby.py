from tests.scenarios.questions import WECHAT, asked_where_located

SCENARIOS = asked_where_located(WECHAT)
