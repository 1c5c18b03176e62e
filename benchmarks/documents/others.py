"""A dozen kinds of things that are no papers, some of them on screens."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.documents.canvas import Colour, Page, font
from benchmarks.documents.wording import TOPICS, sentence, sentences


def _colour(chance: random.Random, least: int = 0, most: int = 255) -> Colour:
    return chance.randint(least, most), chance.randint(least, most), chance.randint(least, most)


def _readable(colour: Colour) -> Colour:
    return (255, 255, 255) if sum(colour) < 400 else (20, 20, 20)


def whiteboard(chance: random.Random) -> Page:
    page = Page(1800, 1200, (236 + chance.randint(0, 15),) * 3)
    inks = [(20, 20, 20), (20, 40, 170), (180, 30, 30), (20, 110, 50)]
    for _ in range(chance.randint(4, 11)):
        topic = chance.choice(TOPICS)
        words = chance.choice(
            [topic + "？", "TODO: " + topic, "1. " + topic + " → 下周", "客户反馈 v3", "下周讨论", "机密项目代号?"]
        )
        place = chance.randint(40, 1100), chance.randint(40, 1080)
        page.text(place, words, font(chance, "hand", chance.randint(45, 95)), chance.choice(inks))
    for _ in range(chance.randint(2, 8)):
        x, y = chance.randint(0, 1500), chance.randint(0, 1000)
        shape = page.draw.rectangle if chance.random() < 0.5 else page.draw.ellipse
        edges = (x, y, x + chance.randint(100, 400), y + chance.randint(60, 250))
        shape(edges, outline=chance.choice(inks), width=chance.randint(3, 8))
    page.draw.rectangle((0, 0, 1799, 1199), outline=(150, 150, 155), width=26)
    return page


def poster(chance: random.Random) -> Page:
    colour = _colour(chance)
    page = Page(1200, 1700, colour)
    for _ in range(chance.randint(3, 9)):
        x, y, size = chance.randint(-200, 1200), chance.randint(-200, 1700), chance.randint(60, 600)
        page.draw.ellipse((x, y, x + size, y + size), fill=_colour(chance))
    y = float(chance.randint(150, 500))
    titles = (
        "保守国家秘密 人人有责|保密就是保胜利|绝密追踪|机密行动|五折大促销|音乐节|年终盛典|秘密花园|招聘保安|健康中国|"
        "消防安全宣传月|泄密必究|国家安全教育日|寻猫启事"
    )
    for words in chance.choice(titles.split("|")).split(" "):
        size = min(260, 1080 / len(words))
        page.center(
            y, words, font(chance, "black", size), chance.choice([(255, 255, 255), (255, 230, 60), (10, 10, 10)])
        )
        y += size * 1.4
    for _ in range(chance.randint(2, 5)):
        page.center(y + 100, sentence(chance)[:18], font(chance, "hei", chance.randint(34, 60)), (255, 255, 255))
        y += 80
    return page


def menu(chance: random.Random) -> Page:
    colour = chance.choice([(90, 20, 20), (250, 240, 220), (30, 30, 30), (255, 255, 255), (230, 190, 120)])
    page, ink = Page(1300, 1800, colour), (250, 240, 210) if sum(colour) < 400 else (60, 20, 10)
    page.center(
        70,
        chance.choice(["今日菜单", "秘制烧烤", "川味小馆", "绝味菜单", "老字号面馆"]),
        font(chance, "black", 120),
        ink,
    )
    dishes = [
        "秘制红烧肉",
        "鱼香肉丝",
        "宫保鸡丁",
        "绝味鸭脖",
        "清炒时蔬",
        "麻婆豆腐",
        "内蒙羊排",
        "机器手擀面",
        "酸辣土豆丝",
        "扬州炒饭",
    ]
    for y in range(280, 1680, chance.randint(76, 100)):
        for x in (80, 700):
            page.text((x, y), chance.choice(dishes), font(chance, "kai", 46), ink)
            page.text((x + 380, y), f"{chance.randint(8, 128)}元", font(chance, "hei", 44), ink)
    return page


def cover(chance: random.Random) -> Page:
    colour = _colour(chance)
    page, ink = Page(1100, 1560, colour), _readable(colour)
    titles = [
        "绝密档案",
        "机密",
        "秘密",
        "红色机密",
        "保密法释义",
        "算法导论",
        "围城",
        "三体",
        "经济学原理",
        "内部参考",
        "谍影重重",
        "秘密战",
        "国家秘密",
        "一级机密",
    ]
    title = chance.choice(titles)
    page.center(chance.randint(200, 480), title, font(chance, "black", min(260, 935 / len(title))), ink)
    page.center(900, chance.choice(["某某 著", "李某 编"]), font(chance, "kai", 60), ink)
    page.center(1400, chance.choice(["某某出版社", "某某文艺出版社"]), font(chance, "song", 56), ink)
    x, y = chance.randint(0, 500), chance.randint(960, 1200)
    page.draw.rectangle((x, y, x + chance.randint(200, 600), y + 150), fill=_colour(chance))
    return page


def receipt(chance: random.Random) -> Page:
    page, face = Page(560, chance.randint(1100, 1900), (250, 250, 248)), font(chance, "song", 34)
    page.center(40, chance.choice(["某某超市", "便民商店", "某某餐饮"]), font(chance, "hei", 52))
    y = 150
    for words in (f"单号:{chance.randint(0, 10**9):010d}", f"时间:2024-{chance.randint(1, 12):02d}-11 12:30", "-" * 30):
        page.text((20, y), words, face)
        y += 48
    while y < page.tall - 330:
        page.text((20, y), chance.choice(["矿泉水", "牛奶", "秘制酱", "面包", "鸡蛋", "酱油", "纸巾"]), face)
        page.text((300, y), f"x{chance.randint(1, 5)}", face)
        page.text((420, y), f"{chance.random() * 90:.2f}", face)
        y += 50
    for words in ("-" * 30, f"合计: {chance.random() * 500:.2f}", "谢谢惠顾 欢迎再来"):
        page.text((20, y), words, face)
        y += 52
    return page


def _status(chance: random.Random, page: Page, ink: Colour = (30, 30, 30)) -> None:
    page.text((50, 30), f"{chance.randint(0, 23)}:{chance.randint(0, 59):02d}", font(chance, "hei", 38), ink)
    page.text((page.wide - 190, 30), f"5G {chance.randint(5, 100)}%", font(chance, "hei", 34), ink)


def chat(chance: random.Random) -> Page:
    page = Page(1080, chance.choice([2400, 2340, 1920]), (237, 237, 237))
    _status(chance, page)
    page.draw.rectangle((0, 90, 1080, 200), fill=(245, 245, 245))
    page.center(115, chance.choice(["工作群(31)", "张三", "家庭群", "项目沟通"]), font(chance, "hei", 46))
    said = [
        "收到",
        "好的，马上处理",
        "这个文件是机密的，别外传",
        "绝密消息：明天放假！",
        "哈哈哈哈",
        "内部资料我发你邮箱了",
        "这是我们的小秘密",
        "开会别迟到",
    ]
    y, face = 250, font(chance, "hei", 44)
    while y < page.tall - 330:
        mine, words = chance.random() < 0.45, chance.choice([*said, sentence(chance)])
        lines = [words[at : at + 14] for at in range(0, len(words), 14)]
        width, height = face.getlength(max(lines, key=len)) + 60, len(lines) * 62 + 40
        x = 900 - width if mine else 170
        page.draw.rectangle((930 if mine else 30, y, 1040 if mine else 140, y + 110), fill=_colour(chance, 60, 220))
        page.draw.rounded_rectangle(
            (x, y, x + width, y + height), 16, fill=(149, 236, 105) if mine else (255, 255, 255)
        )
        for number, line in enumerate(lines):
            page.text((x + 30, y + 20 + number * 62), line, face)
        y += height + 50
    page.draw.rectangle((0, page.tall - 160, 1080, page.tall), fill=(247, 247, 247))
    return page


def settings(chance: random.Random) -> Page:
    dark = chance.random() < 0.4
    page, ink = Page(1080, 2340, (18, 18, 20) if dark else (245, 245, 247)), (235, 235, 235) if dark else (25, 25, 25)
    _status(chance, page, ink)
    page.text((60, 140), chance.choice(["设置", "隐私与安全", "账号", "通知"]), font(chance, "hei", 76), ink)
    names = [
        "私密相册",
        "应用加密",
        "通知管理",
        "显示与亮度",
        "文件保密柜",
        "声音与振动",
        "电池",
        "机密模式",
        "关于手机",
        "WLAN",
    ]
    for y in range(320, 2190, chance.choice([160, 180, 200])):
        page.draw.rounded_rectangle((40, y, 1040, y + 150), 24, fill=(38, 38, 42) if dark else (255, 255, 255))
        page.draw.ellipse((80, y + 35, 160, y + 115), fill=_colour(chance, 50, 230))
        page.text((200, y + 45), chance.choice(names), font(chance, "hei", 46), ink)
    return page


def news(chance: random.Random) -> Page:
    page = Page(1080, 2340)
    _status(chance, page)
    titles = (
        "男子在网盘存储机密文件被处分|国家安全机关披露一起泄密案|绝密级项目总师的三十年|某企业内部资料外泄始末|保密法修订看点|"
        "新款手机发布 续航升级|多地迎来降雨|秘密武器：小县城的逆袭"
    )
    title, y, face = chance.choice(titles.split("|")), 130.0, font(chance, "hei", 66)
    for at in range(0, len(title), 14):
        page.text((50, y), title[at : at + 14], face)
        y += 96
    page.text((50, y + 10), "某某新闻 2024-05-06 08:31", font(chance, "hei", 34), (150, 150, 150))
    y, body = y + 110, font(chance, chance.choice(["hei", "song"]), 46)
    while y < 2080:
        if chance.random() < 0.3 and y < 1540:
            page.draw.rectangle((50, y, 1030, y + chance.randint(300, 520)), fill=_colour(chance, 40, 220))
            y += 560
        said = chance.choice(["据介绍，", "记者了解到，", "近日，"]) + sentences(chance, 2, talk=chance.random() < 0.5)
        y = page.paragraph(50, y, 980, said, body, 78, (20, 20, 20), 2080) + 30
    page.draw.rectangle((0, 2200, 1080, 2340), fill=(250, 250, 250))
    return page


def shop(chance: random.Random) -> Page:
    page = Page(1080, 2340, (244, 244, 244))
    _status(chance, page)
    goods = ["秘密花园香水", "保密文件袋", "机密文件柜", "夏季新款连衣裙", "无线耳机", "手冲咖啡套装"]
    for y in range(120, 2340, 690):
        for x in (20, 550):
            page.draw.rectangle((x, y, x + 510, y + 510), fill=_colour(chance, 30, 240))
            page.draw.ellipse((x + 100, y + 100, x + 400, y + 400), fill=_colour(chance, 30, 240))
            page.text((x + 10, y + 530), chance.choice(goods), font(chance, "hei", 38))
            page.text((x + 10, y + 590), f"¥{chance.uniform(9, 999):.2f}", font(chance, "hei", 50), (230, 50, 20))
    return page


def sign(chance: random.Random) -> Page:
    colour = chance.choice([(20, 70, 160), (10, 110, 60), (170, 20, 20), (250, 250, 250), (240, 190, 20)])
    page, ink = Page(1500, chance.randint(420, 900), colour), (255, 255, 255) if sum(colour) < 520 else (20, 20, 20)
    signs = (
        "愚园路|涉密场所 禁止拍照|军事禁区 严禁入内|机密要地 闲人免进|前方施工|停车场|内部车辆专用|"
        "秘密基地咖啡|出口 200米|保密会议室|绝味鸭脖"
    )
    lines = chance.choice(signs.split("|")).split(" ")
    y = page.tall * 0.12
    for words in lines:
        size = min(page.tall * 0.75 / len(lines), 1350 / len(words))
        page.center(y, words, font(chance, "black", size), ink)
        y += size * 1.25
    return page


def code(chance: random.Random) -> Page:
    page, face = Page(1920, 1080, (30, 30, 34)), font(chance, "hei", 26)
    lines = [
        "def load_secret(path):",
        "return None",
        'if level == "机密":',
        "for i in range(10):",
        "# 秘密级别判断",
        "import os, sys",
        'x = conf.get("key")',
        "class Marker(object):",
        'print("done")',
    ]
    for y in range(40, 1040, 38):
        ink = chance.choice([(220, 220, 170), (86, 156, 214), (206, 145, 120), (106, 153, 85), (212, 212, 212)])
        page.text((60 + 40 * chance.randint(0, 4), y), chance.choice(lines), face, ink)
    return page


def certificate(chance: random.Random) -> Page:
    page = Page(1600, 1120, (252, 243, 220))
    page.draw.rectangle((40, 40, 1560, 1080), outline=(190, 30, 30), width=18)
    page.center(140, chance.choice(["荣誉证书", "结业证书", "聘书"]), font(chance, "black", 130), (190, 30, 30), 40)
    said = f"某某同志：在{chance.choice(TOPICS)}中表现突出，特发此证，以资鼓励。"
    page.paragraph(200, 420, 1200, said, font(chance, "kai", 60), 96, (20, 20, 20), 1000)
    return page


OTHERS: dict[str, Callable[[random.Random], Page]] = {
    "whiteboard": whiteboard,
    "poster": poster,
    "menu": menu,
    "book cover": cover,
    "receipt": receipt,
    "chat": chat,
    "settings": settings,
    "news page": news,
    "shop": shop,
    "sign": sign,
    "program code": code,
    "certificate": certificate,
}
SCREENS = ("chat", "settings", "news page", "shop", "program code")  # these come as screenshots
