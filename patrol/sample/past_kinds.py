"""What happens in the sample market in the weeks before a demonstration: how often, when, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from patrol.rules.case_words import Cause, Result, Source
from patrol.rules.words import Category, DeviceClass, Severity

T = TypeVar("T")
C, S, R = Category, Severity, Result

HOURS = (
    9, 9, 8, 7, 4, 3, 3, 3, 4, 4, 4, 3, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6, 9,
)  # fmt: skip
"""How much happens in each hour of the clock: trade peaks from eleven at night to three."""


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of case. `often` is its weight; `work_min` how long the work at the place takes."""

    often: int
    category: Category
    severity: Severity
    kind: str
    texts: tuple[str, ...]
    ends: tuple[tuple[int, Result], ...]
    work_min: int
    device: DeviceClass | None = None
    rule: str = ""
    on_spot: float = 0.0
    """How often the desk can settle it by itself."""
    outside: str | None = None
    """The body that is called for it, now and then."""

    @property
    def source(self) -> Source:
        """A device, or a person."""
        return Source.ALERT if self.device else Source.PERSON


STORIES: tuple[Story, ...] = (
    Story(12, C.DISPUTE, S.NORMAL, "report",
          ("买卖双方为退货争执", "摊位货物过线，邻铺争吵", "装卸费用有争议"),
          ((8, R.SETTLED), (2, R.SOLVED)), 18, on_spot=0.25),
    Story(9, C.TRAFFIC, S.NORMAL, "report", ("货车停在主通道，堵住后车", "三轮车与推车刮蹭", "叉车逆行"),
          ((9, R.SOLVED), (1, R.UNCONFIRMED)), 12),
    Story(8, C.HELP, S.NORMAL, "report", ("拾到一个挎包，里面有电话号码", "老人找不到同行家人", "顾客扭伤脚"),
          ((9, R.SOLVED), (1, R.HANDED_OVER)), 15, outside="120"),
    Story(7, C.PUBLIC_ORDER, S.NORMAL, "report", ("柜台上的手机不见了", "有人调换收款码", "怀疑收到假币"),
          ((4, R.UNCONFIRMED), (4, R.HANDED_OVER), (2, R.SOLVED)), 35, outside="110"),
    Story(6, C.FIRE, S.NORMAL, "report", ("消防通道堆放货物", "灭火器压力不足", "电动车在铺内充电"),
          ((1, R.SOLVED),), 25),
    Story(6, C.PUBLIC_ORDER, S.HIGH, "intrusion", (),
          ((5, R.FALSE_ALARM), (3, R.SOLVED), (2, R.UNCONFIRMED)), 14,
          DeviceClass.CAMERA, "intrusion", outside="110"),
    Story(4, C.FACILITY, S.NORMAL, "report", ("顶棚漏水滴到货物", "过道照明不亮", "水管爆裂"),
          ((1, R.SOLVED),), 120),
    Story(4, C.PERSONAL_SAFETY, S.CRITICAL, "sos", (),
          ((4, R.SOLVED), (3, R.FALSE_ALARM), (1, R.MALICIOUS)), 9,
          DeviceClass.BUTTON, "sos", outside="110"),
    Story(2, C.FIRE, S.CRITICAL, "fire", (), ((5, R.FALSE_ALARM), (3, R.SOLVED)), 16,
          DeviceClass.SENSOR, "fire", outside="119"),
    Story(2, C.HELP, S.HIGH, "report", ("五岁男孩走失，穿红色外套", "女孩与母亲走散"),
          ((1, R.SOLVED),), 22, outside="110"),
    Story(4, C.DEVICE, S.NOTICE, "camera_fault", (), ((3, R.SOLVED), (2, R.FALSE_ALARM)), 90,
          DeviceClass.CAMERA, "device-fault"),
    Story(2, C.OTHER, S.NOTICE, "report", ("流浪狗在冷库门口",), ((1, R.SOLVED),), 20),
)  # fmt: skip

CAUSES: tuple[tuple[int, Cause], ...] = ((6, Cause.DEVICE), (3, Cause.PERSON), (1, Cause.RULE))
LESSONS = ("换一个角度的摄像头", "下次先关闸再派人", "请联防长提醒夜间锁门", "备件放在工作室", "")


def pick(rng: Random, weighed: Sequence[tuple[int, T]]) -> T:
    """Take one of several by weight."""
    return rng.choices([one for _, one in weighed], [weight for weight, _ in weighed])[0]
