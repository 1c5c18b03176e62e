"""What a phone's owner is told before anything is read. The page and the terminal say the same, word for word."""

from __future__ import annotations

from checker.knowledge.phone_places import phone_places
from checker.model.text import Text

_ONLY = Text("看文件只看这里：{place}", "Files are looked at only here: {place}")
_CLOSED = Text("{places}：不打开，也不列出", "{places}: neither opened nor listed")


def _places() -> tuple[Text, ...]:
    """Where the phone is looked into, from the table by which the commands themselves are made."""
    return tuple(_ONLY.filled(place=group.label) for group in phone_places().group)


READ = (
    Text(
        "系统设置的状态：定位、锁屏、加密、安全补丁、蓝牙、热点、USB 调试",
        "The state of system settings: location, screen lock, encryption, security patch, Bluetooth, hotspot, USB"
        " debugging",
    ),
    Text(
        "装了哪些应用、从哪里装的、有什么权限（例如谁能读短信，短信本身不读）；名单只在这块屏幕上，报告里只写有问题的",
        "Which apps are installed, where they came from and what they may do (who may read messages, say; never the"
        " messages); the list stays on this screen, the report names only the ones at fault",
    ),
    Text(
        "各应用最近一次用相机、麦克风、定位的时间，在不在后台；不读位置本身",
        "When each app last used camera, microphone and location, and whether in the background; never the position",
    ),
    Text(
        "来历不明的应用，看安装包是谁签名的；电脑通过数据线留在手机里的文件（/data/local/tmp）只数有几个",
        "Of apps of doubtful origin, who signed the package file; of files that a computer left by cable"
        " (/data/local/tmp), only how many there are",
    ),
    Text(
        "保存过的 Wi-Fi 里没有密码的那些的名称",
        "The names of saved Wi-Fi networks that have no password",
    ),
    Text(
        "照片和文件里有没有文件照片和密级标志：在这台电脑上看，看完就丢，不保存；问到的照片，您可以在这块屏幕上打开看",
        "Whether photos and files show papers or secrecy markings: this computer looks, and keeps none of them; those"
        " that you are asked about can be opened on this screen",
    ),
    *_places(),
)
NEVER = (
    Text("短信、通话记录、通讯录、邮件", "Text messages, call logs, contacts, mail"),
    Text("微信、QQ 等的聊天内容", "Chats of WeChat, QQ and others"),
    _CLOSED.filled(places=phone_places().beside.label),
    Text("浏览记录、账号、密码、您去过哪里", "Browsing history, accounts, passwords, where you have been"),
)
PROMISE = Text(
    "手机上什么都不安装、不改动，什么都不上传。您随时可以停止，拔线也可以。",
    "Nothing is installed or changed on the phone, and nothing is sent anywhere. You can stop at any time; pulling out"
    " the cable is fine.",
)
SHEET = Text(
    "手机自查表把每一条手机规则列出来，机主对照手机逐条回答“是”或“否”。",
    "The self-check sheet lists every rule for phones; the owner compares each with the phone and answers yes or no.",
)
QUESTION = Text("机主同意检查这部手机吗？", "Does the owner agree to this phone being checked?")
REFUSED = Text("机主没有同意，手机没有被读取。", "The owner did not agree; nothing was read from the phone.")
READ_TITLE = Text("会读取：", "What is read:")
NEVER_TITLE = Text("绝不读取：", "What is never read:")
AFTER_TITLE = Text("检查完后，请机主在手机上做两件事：", "Afterwards, the owner does two things on the phone:")
AFTER = (
    Text(
        "设置 → 系统 → 开发者选项（有的手机叫“开发人员选项”）→ 点“撤销 USB 调试授权”：这台电脑以后不能再读这部手机",
        "Settings → System → Developer options → tap “Revoke USB debugging authorisations”: this computer can then no"
        " longer read the phone",
    ),
    Text(
        "同一页关闭“USB 调试”，再关闭“开发者选项”，然后拔线",
        "On the same page turn off “USB debugging”, then “Developer options”, and pull out the cable",
    ),
)
