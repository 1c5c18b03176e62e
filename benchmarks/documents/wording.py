"""What made-up pages say. Every organ, number and sentence is invented ("某某市…")."""

from __future__ import annotations

import random

ORGANS = [
    "某某市人民政府",
    "某某省发展和改革委员会",
    "某某县教育局",
    "某某集团有限公司",
    "某某市保密局",
    "某某厅办公室",
    "中共某某市委员会",
    "某某区应急管理局",
    "某某大学",
    "某某研究院",
    "某某市财政局",
    "某某省水利厅",
    "某某市交通运输局",
    "某某部办公厅",
    "某某镇人民政府",
]
TOPICS = [
    "工作会议",
    "年度总结",
    "经费预算",
    "安全生产",
    "人员调整",
    "项目建设",
    "信息系统",
    "应急预案",
    "数据统计",
    "改革方案",
    "规划编制",
    "设备采购",
    "档案管理",
    "联合演练",
    "专项检查",
    "科研任务",
    "基础设施",
    "防汛抗旱",
    "疫情防控",
    "网络安全",
]
_SENTENCES = (
    "各单位要高度重视{k}，切实加强组织领导，明确责任分工，确保各项任务落到实处。",
    "根据上级有关部署和要求，结合我单位实际，现就做好{k}有关事项通知如下。",
    "要坚持问题导向，统筹推进{k}，进一步完善工作机制，提高工作质量和效率。",
    "对{k}中出现的新情况、新问题，要及时研究解决，重要情况随时报告。",
    "请于本月{d}日前将{k}情况书面报送办公室，联系人：张某，电话：0000-0000000。",
    "经研究，同意{k}实施方案，请认真组织实施，并做好跟踪评估工作。",
    "截至{m}月底，累计完成投资{n}万元，占年度计划的{p}%，较上年同期增长{q}%。",
    "要严格执行{k}有关规定，严肃工作纪律，对违反规定的要依规依纪追究责任。",
    "会议听取了关于{k}进展情况的汇报，讨论了下一步工作安排，并提出明确要求。",
    "一是健全制度体系，二是强化监督检查，三是做好{k}宣传培训，四是加大保障力度。",
    "各有关部门要加强协调配合，建立{k}联席会议制度，定期通报工作进展。",
    "本办法自印发之日起施行，有效期五年，由{o}负责解释。",
)
_TALK = (  # about markings, none themselves
    "涉及国家秘密的内容，应当按照机密级有关规定管理，不得在互联网传输。",
    "对绝密、机密、秘密级文件的传递，必须通过机要渠道办理。",
    "要严格遵守保密纪律，严禁泄露国家秘密和工作秘密。",
    "凡标有“机密”“秘密”字样的载体，应当登记造册，专人保管。",
    "会议强调，绝密级载体不得复制，机密级载体复制须经批准。",
    "内部资料的发放范围由办公室确定，不得擅自扩大。",
)
TITLES = (
    "关于做好{k}工作的通知",
    "关于印发{k}实施办法的通知",
    "关于{k}情况的报告",
    "关于开展{k}的请示",
    "关于加强{k}管理的意见",
    "关于同意{k}方案的批复",
    "关于召开{k}的函",
    "{k}工作方案",
    "关于{k}专项督查情况的通报",
)
_TERMS = {
    "绝密": ("30年", "25年", "20年", "长期", ""),
    "机密": ("20年", "1年", "10年", "5年", "15年", "长期", ""),
    "秘密": ("10年", "5年", "1年", "3年", "6个月", "长期", ""),
}
_INTERNAL = (
    "内部资料",
    "内部资料 注意保存",
    "内部文件",
    "内部资料 不得外传",
    "内部材料 注意保密",
    "内部资料★妥善保管",
    "内部使用",
)


def sentences(chance: random.Random, number: int, *, talk: bool = False) -> str:
    said = [sentence(chance) for _ in range(number)]
    if talk:
        said.insert(chance.randint(0, len(said)), chance.choice(_TALK))
    return "".join(said)


def sentence(chance: random.Random) -> str:
    return chance.choice(_SENTENCES).format(
        k=chance.choice(TOPICS),
        d=chance.randint(3, 28),
        m=chance.randint(1, 12),
        n=chance.randint(100, 99999),
        p=chance.randint(20, 99),
        q=chance.randint(1, 30),
        o=chance.choice(ORGANS),
    )


def marking(chance: random.Random, kind: str = "") -> str:
    """The words of a marking: state secrets with a star, bare levels, internal papers."""
    kind = kind or chance.choices(["star", "bare", "internal", "leading"], [0.6, 0.16, 0.2, 0.04])[0]
    level = chance.choices(["绝密", "机密", "秘密"], [0.25, 0.4, 0.35])[0]
    if kind == "star":
        return level + chance.choices(["★", "☆"], [0.93, 0.07])[0] + chance.choice(_TERMS[level])
    if kind == "bare":
        return level[0] + chance.choice(["\u3000", " ", ""]) + level[1]
    return "★" + level if kind == "leading" else chance.choice(_INTERNAL)
