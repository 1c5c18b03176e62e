"""Receipts, tickets and people's cards: they look like papers, and a unit may want them apart from its own."""

from __future__ import annotations

import re

from checker.content.pictures.text import Line

_SURE = 0.6
_FEWEST = 2  # different words of one kind
_MOST_LINES = 60  # a paper about invoices has more
_KINDS = tuple(
    re.compile(words)
    for words in (
        "发票|收据|小票|收银|合计|税号|价税|开票|付款|找零|实收|应收|单价|谢谢惠顾|流水号|消费|微信支付|支付宝",
        "车票|机票|登机|检票|票价|车次|座位|航班|门票|改签|乘车|候车|限乘|当日当次车",
        "居民身份证|公民身份号码|性别|民族|出生|住址|签发机关|有效期限|驾驶证|行驶证|护照|社会保障|准驾车型|银联|工作证",
    )
)


def is_card(lines: list[Line], number: int) -> bool:
    """Whether the lines that were read are those of a receipt, a ticket or a card. `number`: how many lines it has."""
    if number > _MOST_LINES:
        return False
    text = "\n".join(line.text for line in lines if line.sure >= _SURE)
    return any(len(set(words.findall(text))) >= _FEWEST for words in _KINDS)
