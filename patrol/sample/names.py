"""Names for shops, owners and guards: made up, plausible, no two shops alike."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余"
    "杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛闫段雷侯龙史陶"
)
GIVEN_FIRST = "建国志明文晓海春秀玉桂丽美红永德家宝金立庆长新学成大天少俊光华佳思雨子雅振世清"
GIVEN_SECOND = "军华平明芳强伟英兰珍凤霞杰敏辉刚萍勇艳涛超娟斌鹏玲洁波莲健燕林云山民生发根荣祥福泉海锋"
LUCKY_FIRST = "鑫德恒万福顺宏兴永隆泰聚金瑞祥和裕安信诚广华昌源益盛嘉鸿茂丰达利通"
LUCKY_SECOND = "源顺发达隆昌盛茂丰泰兴旺和裕祥瑞利通宝来升辉亨益康成美佳"
SUFFIXES = {
    trade: tuple(suffixes)
    for trade, *suffixes in map(
        str.split,
        [
            "布匹 布业 布行 纺织",
            "床品 床品 家纺 布艺",
            "服装 服饰 制衣 衣行",
            "鞋帽 鞋业 鞋帽 鞋行",
            "辅料 辅料 拉链行 纽扣行",
            "干货 干货 山货行 南北货",
            "调味 调味品 酱料行 香料行",
            "茶叶 茶业 茶行 茶庄",
            "炒货 炒货 坚果行 瓜子行",
            "糖果 糖果 食品 喜糖铺",
            "粮油 粮油 米行 油坊",
            "果蔬 果业 蔬菜行 果品",
            "肉类 肉铺 肉联 肉食品",
            "水产 水产 海鲜行 鱼行",
            "冻品 冻品 冷冻食品 冰鲜行",
            "禽蛋 禽蛋 蛋行 禽业",
            "小商品 百货 小商品 日杂",
            "饰品 饰品 首饰行 发饰",
            "玩具 玩具 玩具行 童趣",
            "文具 文具 纸品 办公用品",
            "箱包 箱包 皮具 包行",
            "五金 五金 五金行 紧固件",
            "工具 工具 机电 电动工具",
            "水暖 水暖 管件 阀门行",
            "灯具 灯饰 照明 灯具",
            "电料 电料 电缆 电器",
        ],
    )
}
"""What shops of a trade call themselves."""
HOURS = {
    "水产": (2 * 60, 13 * 60),
    "冻品": (3 * 60, 14 * 60),
    "禽蛋": (3 * 60, 14 * 60),
    "肉类": (2 * 60, 12 * 60),
    "果蔬": (22 * 60, 34 * 60),
    "干货": (5 * 60, 17 * 60),
    "粮油": (5 * 60, 17 * 60),
    "调味": (5 * 60, 17 * 60),
}
DAY_HOURS = (7 * 60, 18 * 60)
UNASSIGNED = "1610000"
"""A block of mobile numbers that no operator has: nobody can be rung by a demonstration."""


def person_name(rng: Random) -> str:
    """A surname and one or two characters."""
    name = rng.choice(SURNAMES)
    if rng.random() < 0.7:
        name += rng.choice(GIVEN_FIRST)
    return name + rng.choice(GIVEN_SECOND)


def shop_name(trade: str, owner: str, taken: set[str], rng: Random) -> str:
    """A name over a door, unlike any other in the market."""
    while True:
        suffix = rng.choice(SUFFIXES[trade])
        if rng.random() < 0.18:
            name = f"{rng.choice(('老', '阿'))}{rng.choice((owner[0], owner[-1]))}{suffix}"
        else:
            name = f"{rng.choice(LUCKY_FIRST)}{rng.choice(LUCKY_SECOND)}{suffix}"
        if name not in taken:
            taken.add(name)
            return name


def phone(number: int) -> str:
    """Eleven digits that look like a mobile number."""
    return f"{UNASSIGNED}{number:04d}"


def opening(trade: str, rng: Random) -> tuple[int, int]:
    """When a shop opens and closes: minutes of the day; past 1440 is the next day."""
    opens, closes = HOURS.get(trade, DAY_HOURS)
    return opens + 30 * rng.randint(-1, 2), closes + 30 * rng.randint(-2, 2)


def chinese_number(number: int) -> str:
    """1…99 in characters."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
