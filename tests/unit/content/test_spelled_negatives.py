"""More that talks about markings or looks like one: other signs for a star, rows of levels, programs, ratings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.marking import Bucket

NEGATIVES = (
    "INSERT INTO level VALUES (1,'绝密'),(2,'机密'),(3,'秘密');",
    "INSERT INTO song VALUES (1,'秘密★★★★★'),(2,'机密☆☆☆');",
    '[levels]\na="绝密★"\nb="机密★"\nc="秘密★"\n',
    'Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\X]\n"Choice"="机密"\n',
    'ID;PWXL\nC;Y1;X1;K"绝密"\nC;Y2;X1;K"机密"\nC;Y3;X1;K"秘密"\nE\n',
    'import x\n\nMARK = "机密★10年"\n',
    'levels: ["绝密★", "机密★", "秘密★"]\n',
    'a: "绝密★"\nb: "机密★"\n',
    "版头应当标注“机密★10年”字样。\n",
    "export const HEAD = '机密★10年'\nexport const FOOT = 'x'\n",
    "绝密：30年\n机密：20年\n秘密：10年\n",
    "最长保密期限：绝密级：30年，机密级：20年，秘密级：10年\n",
    "机密 10年典藏\n",
    "● 机密 ● 20年\n● 秘密 ● 10年\n● 绝密 ● 30年",
    "▲绝密▲\n▲机密▲\n▲秘密▲",
    "机密○ 秘密● 绝密○",
    "□ 绝密　■ 机密　□ 秘密\n请在相应的框内打勾",
    "秘密 ● 花园\n作者：伯内特",
    "机密※\n※ 见附注",
    "1. 绝密◆30年\n2. 机密◆20年\n3. 秘密◆10年",
    "秘密❤10年之约",
    "秘密🌸10年",
    "机密🌟行动 10年纪念版",
    "绝密❖长期连载",
    "《秘密》✿10周年纪念专辑",
    "秘密☀10年后的约定 青春小说",
    "绝密⚡行动 第10年 电影票房",
    "绝密★☆★飞行",
    "[秘密★花园] 10年典藏版",
    "课程表\n周一 保密教育：机密★级别辨析\n周二 绝密★文件案例",
    "保密知识竞赛第10题：下列标志写法正确的是（  ）\nA.机密●10年\nB.机密★10年\nC.机密*10年\nD.机密10年★",
    "填写说明：密级一栏填写“机密★10年”或者“秘密★5年”。",
    "样例：机密★10年（三号黑体，顶格编排）",
    "评分：秘密 ★★★★☆ 10年老店",
    "店铺名：秘密★花店 开业10年",
    "游戏攻略：机密★3 需要10年才能解锁",
    "棋牌室名称 秘密●基地",
    "密级：公开\n保密期限：无",
    "密级：□绝密 □机密 □秘密 ■非密",
    "密级: 内部公开",
    "定密责任人：张某\n密级：非密",
    "密级 非涉密",
    "文件密级：普通商密（示例）",
    "保密级别：公开",
    "本表为空白模板 密级：____ 期限：____",
    "'绝密★30年' 是字符串常量",
    "const LEVELS = ['绝密★', '机密★', '秘密★'];",
    "# 机密★10年 -> (level, years)\ndef parse(text): ...",
    "assert parse('机密★10年') == ('机密', 10)",
    "SELECT * FROM docs WHERE mark = '机密★10年';",
    'msgid "secret"\nmsgstr "机密"',
    '{"levels": ["绝密", "机密", "秘密"]}',
    "<option>机密</option><option>秘密</option><option>绝密</option>",
    "<select><option value=1>机密★</option><option value=2>秘密★</option></select>",
    "机密计算是一种保护使用中数据的技术",
    "商业机密泄露案一审宣判",
    "秘密投票",
    "无记名秘密投票方式 10年来首次",
    "绝密档案解密：10年前的往事",
    "天机密码★10年经典",
    "秘密花园★10年",
    "绝密飞行 10年 导演剪辑版",
    "军事题材电视剧《绝密543》★推荐",
    "国家秘密定密管理暂行规定",
    "“机密级”保密期限不超过二十年",
    "党内秘密★是指什么",
    "机密级计算机10年更新一次",
    "通知：试卷启封前属绝密★级，启封后解密",
    "绝密★考试结束后10年可公开",
    "机密*\n机密**\n机密***",
    "2025年 机密 ★ 评优名单公示",
    "答案：D 机密★10年",
    "错误示例：★机密10年；正确示例：机密★10年",
    "贴纸文字：绝密★文件袋（道具）",
    "道具文件：绝密★代号孤鹰",
    "剧本杀《绝密★档案》10年老玩家",
    "密室逃脱：机密★实验室 人均10年功力",
    "员工手册 第三章 保密\n密级分为：核心商密、普通商密",
    "版本记录：V1.0 机密 张某 10年",
    "秘密侦查★法律小课堂",
    "姓名：秘密 年龄：10",
    "宠物名：机密●2岁",
    "股票代码 绝密★10年线突破",
    "K线：机密★10日均线",
    "昵称 绝密★飞行员 注册10年",
)
_BEFORE = "关于做好有关工作的通知\n各处室：现将有关事项通知如下。\n" * 20
SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "at the head": str.encode,
    "far below": lambda text: f"{_BEFORE}{text}".encode(),
    "in a page": lambda text: f"<html><body><p>{text}</p></body></html>".encode(),
    "in base64": lambda text: b"x: " + base64.b64encode(text.encode()),
    "in hex": lambda text: binascii.hexlify(text.encode("gb18030")),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("text", NEGATIVES)
def test_what_looks_like_a_marking_is_none_however_it_is_spelled(text: str, spelling: str) -> None:
    found = {one.marking.bucket for one in inspected(Bytes(SPELLINGS[spelling](text)), "x", Order(pictures=False))}
    assert found.isdisjoint((Bucket.MARKED, Bucket.INTERNAL))
