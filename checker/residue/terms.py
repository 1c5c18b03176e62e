"""What is called how, in both languages: what was not checked, kinds of file systems, signs of before, states of finds;
and what is advised.
"""

from __future__ import annotations

from checker.model.text import Text
from checker.residue.finds import State
from checker.residue.result import Unchecked

UNCHECKED = {
    Unchecked.BAD_SECTORS: Text("读不出来的扇区", "Sectors that could not be read"),
    Unchecked.PULLED_OUT: Text(
        "介质中途被拔出或失去响应，后面的没有读",
        "The medium was pulled out or stopped answering; the rest was not read",
    ),
    Unchecked.STOPPED: Text("检查被人停止，后面的没有读", "A person stopped the scan; the rest was not read"),
    Unchecked.SAMPLED: Text("只抽查了一部分块，其余没有读", "Only a sample of blocks was read"),
    Unchecked.SPARE_AREA: Text(
        "闪存的备用、退役和缓存单元：通过 USB 或 SATA 读不到。执行 TRIM 后，控制器可能返回 0，而单元里仍有内容。"
        "读到空白不能证明物理上已擦除",
        "Spare, retired and cached cells of flash memory can't be read over USB or SATA; after TRIM a controller"
        " may return"
        " zeros although cells still hold data. A blank reading is no proof of physical erasure",
    ),
    Unchecked.HIDDEN_AREA: Text(
        "硬盘可能隐藏的区域（HPA、DCO）和其他逻辑单元：没有检查",
        "Areas that a drive may hide (HPA, DCO) and other logical units",
    ),
    Unchecked.IMAGE: Text(
        "这是镜像文件：不能说明原介质现在的情况", "This is an image file: it says nothing of the medium itself"
    ),
    Unchecked.IN_USE: Text(
        "介质正在使用（已挂载），内容可能随时变化", "The medium is in use (mounted); it may change at any time"
    ),
    Unchecked.USE_UNKNOWN: Text(
        "介质是否正在使用，没有查出来；正在使用的话，内容可能随时变化",
        "Whether the medium is in use could not be told; if it is, it may change at any time",
    ),
    Unchecked.FIRST_FOUND: Text(
        "复检遇到第一处内容就停下，后面的没有读",
        "The check after the wipe ended at the first thing it met; the rest was not read",
    ),
    Unchecked.LIMIT: Text("数量到了上限，可能还有同类的没有列出", "A limit was reached; there may be more of the same"),
    Unchecked.PARSER: Text(
        "文件系统的结构损坏或异常，没有按它解读，改为整体搜索",
        "The file system's tables could not be followed; all space was searched",
    ),
    Unchecked.NOT_READ: Text(
        "有本程序不读取的文件系统：全部空间都搜索了，但分不清找到的是还在的文件还是已删除的文件",
        "A file system of a kind that is not read: all of its space was searched, but existing files are not told"
        " from deleted ones",
    ),
    Unchecked.LIVE_FILES: Text("没有删除的文件没有逐个查看", "Files that were never deleted were not looked into"),
}

FILE_SYSTEMS = {
    "xfs": Text(" XFS 文件系统", "an XFS file system"),
    "btrfs": Text(" Btrfs 文件系统", "a Btrfs file system"),
    "f2fs": Text(" F2FS 文件系统（安卓手机常用）", "an F2FS file system (Android)"),
    "apfs": Text("苹果 APFS 容器", "an Apple APFS container"),
    "hfs+": Text("苹果 HFS+ 文件系统", "an Apple HFS+ file system"),
    "refs": Text(" Windows ReFS 文件系统", "a Windows ReFS file system"),
    "ext": Text("不常见布局的 ext 文件系统", "an ext file system of a layout that is rare"),
    "lvm": Text(" LVM 物理卷（逻辑卷的一部分）", "an LVM physical volume (part of logical ones)"),
    "mdraid": Text(" Linux 软件阵列（RAID）的成员盘", "a member of a Linux RAID"),
    "udf": Text(" UDF 光盘文件系统", "a UDF file system, as on discs"),
    "squashfs": Text(" SquashFS 只读文件系统", "a SquashFS file system"),
    "jfs": Text(" JFS 文件系统", "a JFS file system"),
    "reiserfs": Text(" ReiserFS 文件系统", "a ReiserFS file system"),
    "nilfs2": Text(" NILFS2 文件系统", "a NILFS2 file system"),
}
ENCRYPTED = {
    "bitlocker": Text(" BitLocker 加密卷", "a volume that BitLocker encrypts"),
    "luks": Text(" LUKS 加密卷", "a volume that LUKS encrypts"),
}

TRACES = {
    "gpt-damaged": Text("分区表（GPT）的主副本损坏", "The first copy of the partition table (GPT) is damaged"),
    "replaced-table": Text(
        "末尾留有另一张分区表：介质重新分过区",
        "Another partition table is left at the end: the medium was divided anew",
    ),
    "hidden-partition": Text("有系统平时不显示的分区", "A partition that the system does not show"),
    "beyond-end": Text("分区超出了介质的末尾", "A partition goes beyond the end of the medium"),
    "overlap": Text("分区互相重叠", "Partitions overlap"),
    "unlisted": Text(
        "分区之外还有一个文件系统，分区表里没有", "Outside of the partitions lies a file system that no table names"
    ),
    "gap": Text("有不属于任何分区的空间", "Space that belongs to no partition"),
    "lost-folder": Text(
        "旧的目录：做过快速格式化或删除过文件夹", "An old folder: a quick format, or a folder was deleted"
    ),
    "lost-table": Text("旧的分区表", "An old partition table"),
    "lost-volume": Text(
        "旧的卷的引导扇区：做过快速格式化或重新分区",
        "An old volume's boot record: a quick format or a new partition table",
    ),
    "lost-encrypted": Text("旧的加密卷的头部", "The head of an old encrypted volume"),
    "lost-records": Text(
        "旧的 NTFS 文件记录：可能还有文件名和小文件的内容", "Old NTFS file records: names and small files may be left"
    ),
    "encrypted": Text("加密的卷：不解锁就看不到里面", "An encrypted volume: nothing of its inside can be seen"),
}

STATES = {
    State.COMPLETE: Text(
        "完整（结构闭合，内容能解码或与校验值相符）",
        "complete (its structure closes, its content decodes or matches its checksums)",
    ),
    State.CLOSED: Text(
        "结构完整（这类文件没有校验值，内容未验证）", "structure complete (this type carries no checksum)"
    ),
    State.RECORDED: Text(
        "记录还在、位置没有被占用（内容无法验证）", "recorded, its place is free (content cannot be verified)"
    ),
    State.FRAGMENTED: Text("分成几段或中间被覆盖", "in pieces, or overwritten in the middle"),
    State.TRUNCATED: Text("只剩开头一部分", "only its beginning is left"),
    State.TRACE: Text("痕迹", "a trace"),
}

ADVICE = (
    Text(
        "先由保密员确认它是否存过涉密内容。存过的：不要自行覆写或再用，登记后送指定单位销毁。",
        "The secrecy officer first says whether it ever held classified content. If so: do not overwrite or reuse"
        " it; it"
        " is registered and sent to the designated destroyer.",
    ),
    Text(
        "没有存过的：由信息中心清除。机械硬盘用 nwipe 整盘覆写；固态硬盘用厂商工具、hdparm 或 nvme 的 sanitize 功能；"
        "只清 Windows 里的剩余空间可用 cipher /w。",
        "If not: IT wipes it. Hard disks: overwrite the whole disk with nwipe. Solid-state disks: the maker's"
        " tool, or the"
        " sanitize function through hdparm or nvme. Only free space under Windows: cipher /w.",
    ),
    Text(
        "U 盘和存储卡没有可靠的整体擦除方法，不再使用的按销毁处理。快速格式化不算清除。",
        "Sticks and cards have no reliable erase; those no longer used are destroyed. A quick format does not wipe.",
    ),
    Text(
        "清除后再做“清除后复检”（命令行：mijian residue --verify）：遇到第一处内容就停下。要走完处置、"
        "出具签名的销毁登记表，用 mijian dispose。",
        "After the wipe make the “Check after a wipe” (on the command line: mijian residue --verify): it ends at the"
        " first thing that it meets. mijian dispose goes through all of a disposal, up to the signed register.",
    ),
)
