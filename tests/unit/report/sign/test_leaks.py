"""The last look before signing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.model.text import Text
from checker.report.sign.leaks import leaks
from tests.unit.report import sample


def with_item(words: str):
    report = sample.said().predicate
    results = list(report.results)
    results[8] = replace(results[8], items=(*results[8].items, Text(words, "same")))
    return replace(report, results=tuple(results))


def test_an_ordinary_report_has_no_leak():
    assert leaks(sample.said().predicate) == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("11010519491231002X", "身份证号"),
        ("证件11010519491231002x有误", "身份证号"),
        ("110105194912310021", None),  # wrong check digit: some other number
        ("１１０１０５１９４９１２３１００２Ｘ", "身份证号"),
        ("电话 13800138000", "手机号"),
        ("+86 138 0013 8000", "手机号"),
        ("138-0013-8000", "手机号"),
        ("序列号 A13800138000", None),
        ("2113800138000456", None),
        ("010-88888888", "电话号码"),
        ("zhang.san@example.gov.cn", "邮箱地址"),
        ("名称@位置", None),
        (r"C:\Users\zhangsan\Desktop\a.docx", "个人目录的路径"),
        ("c:/users/张三/a.docx", "个人目录的路径"),
        (r"C:\Users\Public\a.docx", None),
        (r"C:\Users\***\a.docx", None),
        ("/home/zhangsan/文档", "个人目录的路径"),
        ("/home/…/文档", None),
        ("某发〔2026〕12号", "文件文号"),
        ("各单位要认真学习。各单位要抓好落实。", "文件正文"),
        ("字" * 161, "文件正文"),
        ("第一行\n第二行", "文件正文"),
        ("疑似标密:机密★10年(文件编号 E-07f2c1)", None),
        ("2026-08-14 09:32", None),
        ("6f1ed002ab5595859014ebf0951522d9", None),
        ("110105 19491231 002X", "身份证号"),
        ("1101 0519 4912 3100 2X", "身份证号"),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "身份证号"),
        ("110105.1949.12.31.002X", "身份证号"),
        ("1101\u200b05194912\u200b31002X", "身份证号"),
        ("138.0013.8000", "手机号"),
        ("(138) 0013 8000", "手机号"),
        ("(+86) 138 - 0013 - 8000", "手机号"),
        ("1 3 8 0 0 1 3 8 0 0 0", "手机号"),
        ("138·0013·8000", "手机号"),
        ("版本 138.0.7204.158", None),
        ("内核 6.12.57-1", None),
        ("(010) 8888 8888", "电话号码"),
        ("（０１０）８８８８８８８８", "电话号码"),
        ("0755 8888.8888", "电话号码"),
        ("6222 0212 3456 7890 128", "银行卡号"),
        ("（6222）（0212）（3456）（7890）128", "银行卡号"),
        ("(110101)19900307(4477)", "身份证号"),
        ("[138][0013][8000]", "手机号"),
        ("6222021234567890128", "银行卡号"),
        ("4111-1111-1111-1111", "银行卡号"),
        ("6222021234567890129", None),  # wrong check digit
        ("110105，19491231，002X", "身份证号"),
        ("110105:19491231:002X", "身份证号"),
        ("110105*19491231*002X", "身份证号"),
        ("【110105】【19491231002X】", "身份证号"),
        ("110105  19491231  002X", "身份证号"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "身份证号"),  # the figures of another script
        ("一一〇一〇五一九四九一二三一〇〇二X", "身份证号"),
        ("id11010519491231002X", "身份证号"),
        ("138 001 38000", "手机号"),
        ("1380 013 8000", "手机号"),
        ("13800 138000", "手机号"),
        ("138，0013，8000", "手机号"),
        ("138_0013_8000", "手机号"),
        ("138#0013#8000", "手机号"),
        ("tel13800138000", "手机号"),
        ("一三八零零一三八零零零", "手机号"),
        ("地址 139.224.11.123", None),
        ("+86-10-66001234", "电话号码"),
        ("电话：66001234", "电话号码"),
        ("622202 1234567890128", "银行卡号"),
        ("3782 822463 10005", "银行卡号"),
        ("352 099 001 761 481", "手机串号"),
        ("3 5 2 0 9 9 0 0 1 7 6 1 4 8 1", "手机串号"),
        ("串号：452099001761480", "手机串号"),
        ("大小 452,099,001,761,480", None),
        (r"\\?\UNC\srv\人事\名单", "网络共享的路径"),
        (r"\\srv@SSL\dav\名单", "网络共享的路径"),
        ("smb://srv/人事/名单", "网络共享的路径"),
        ("/mnt/data/张三/合同.docx", "文件的路径"),
        ("/run/media/zhang/合同.pdf", "文件的路径"),
        ("~/合同.docx", "文件的路径"),
        (r"%USERPROFILE%\Desktop\合同.docx", "文件的路径"),
        (r"E:\名册.mdb", "文件的路径"),
        (r"C:\Program Files\Office\readme.txt", None),
        ("/data/home/zhang/x", "个人目录的路径"),
        ("国保发⟨2024⟩12号", "文件文号"),
        ("国保发〔2024〕12-1号", "文件文号"),
        ("国保发〔2024〕壹拾贰号", "文件文号"),
        ("110105、19491231、002X", "身份证号"),
        ("110105~19491231~002X", "身份证号"),
        ("《110105》《19491231》《002X》", "身份证号"),
        ("壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X", "身份证号"),
        ("幺三八零零幺三八零零零", "手机号"),
        ("138、0013、8000", "手机号"),
        ("+86-138-00-138-000", "手机号"),
        ("010—66001234", "电话号码"),
        ("固话 66001234", "电话号码"),
        ("IMEI2：352099001761481", "手机串号"),
        (r"D:\\\\人事\\\\名单.docx", "文件的路径"),
        ("/storage/emulated/0/Download/名单.pdf", "文件的路径"),
        ("$HOME/名单.docx", "文件的路径"),
        (r"\Users\zhangsan\a", "个人目录的路径"),
        ("/var/home/zhangsan/a", "个人目录的路径"),
        ("网址 http://www.gov.cn/users/list", None),
        ("国保发〖2024〗12号", "文件文号"),
        ("国保发«2024»12号", "文件文号"),
        ("国保发〔二〇二四〕十二号", "文件文号"),
        ("国保发〔2024〕第十二号", "文件文号"),
        ("国保发2024-12号", "文件文号"),
        ("国保发 2024 年第 12 号", "文件文号"),
        ("zhang @ unit.gov.cn", "邮箱地址"),
        ("zhang[at]unit.gov.cn", "邮箱地址"),
        ("zhang(at)unit(dot)gov(dot)cn", "邮箱地址"),
        ("张三@单位.中国", "邮箱地址"),
        ("35-209900-176148-1", "手机串号"),
        ("IMEI 352099001761481", "手机串号"),
        ("352099001761482", None),
        (r"\\fileserver\人事\名单", "网络共享的路径"),
        ("//10.1.2.3/share/x", "网络共享的路径"),
        ("https://example.invalid/share", None),
        (r"D:\资料\某某方案.docx", "文件的路径"),
        (r"E:\某某 方案 (终).pdf", "文件的路径"),
        ("d:/资料/名单.xlsx", "文件的路径"),
        (r"C:\Program Files\Tool\tool.exe", None),
        (r"D:\资料\某某….docx", None),
        ("某发[2026]12号", "文件文号"),
        ("某发（2026）第12号", "文件文号"),
        ("某发【2026】12 号", "文件文号"),
        ("某发﹝2026﹞12号", "文件文号"),
    ],
)
def test_a_leak_is_found_with_its_exact_place(words: str, kind: str | None):
    found = leaks(with_item(words))
    if kind is None:
        assert found == ()
        return
    assert [one.kind.zh for one in found] == [kind]
    assert found[0].place == "results[8].items[2].zh"
    assert "results[8].items[2].zh" in found[0].sentence.zh


def test_people_are_told_the_place_in_their_own_words():
    (leak,) = leaks(with_item("13800138000"))
    title = with_item("x").results[8].title
    assert leak.sentence.zh.startswith(f"没有签名：检查项目“{title.zh}”的具体情况中有未脱敏内容，疑似手机号")
    (leak,) = leaks(sample.said(department="综合处 13800138000").predicate)
    assert leak.sentence.zh.startswith("没有签名：部门中有未脱敏内容")
    report = sample.said().predicate
    spiked = replace(report.results[0], title=Text("13800138000", "x"))
    (leak,) = leaks(replace(report, results=(spiked, *report.results[1:])))
    assert leak.sentence.zh.startswith("没有签名：第 1 个检查项目的名称中")


def test_the_warning_itself_does_not_say_the_number():
    (leak,) = leaks(with_item("13800138000"))
    assert "13800138000" not in leak.sentence.zh + leak.sentence.en


@pytest.mark.parametrize("field", ["unit", "department"])
def test_what_people_typed_is_looked_through_too(field: str):
    (leak,) = leaks(sample.said(**{field: "综合处 13800138000"}).predicate)
    assert leak.place.startswith("unit.")


def test_every_text_of_a_report_is_looked_through():
    report = sample.said().predicate
    number = "13800138000"
    spots = [
        replace(report, number=number),
        replace(report, marking=number),
        replace(report, device=replace(report.device, place=number)),
        replace(report, device=replace(report.device, label=number)),
        replace(report, people=replace(report.people, inspectors=("甲", number))),
        replace(report, results=(replace(report.results[0], message=Text("好", number)), *report.results[1:])),
        replace(report, results=(replace(report.results[0], steps=(Text(number, "x"),)), *report.results[1:])),
    ]
    for spot in spots:
        assert [one.kind.zh for one in leaks(spot)] == ["手机号"]
