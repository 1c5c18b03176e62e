from tests.scenarios.questions import QQ, asked_where_located

SCENARIOS = asked_where_located(QQ)
