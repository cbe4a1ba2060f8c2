"""The columns of each sheet: heading, Chinese heading, how a cell is read and written."""

from collections.abc import Mapping
from dataclasses import dataclass

from patrol.rules.register_change import Sheet
from patrol.sheets import cells
from patrol.sheets.cells import Reader, Writer


def _as_is(value: object) -> object:
    return value


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `fact` puts it among the row's facts."""

    name: str
    chinese: str
    read: Reader = cells.text
    write: Writer = _as_is
    required: bool = False
    fact: bool = False


def _need(name: str, chinese: str, read: Reader = cells.text, write: Writer = _as_is) -> Column:
    return Column(name, chinese, read, write, required=True)


def _fact(name: str, chinese: str, read: Reader = cells.text, write: Writer = _as_is) -> Column:
    return Column(name, chinese, read, write, fact=True)


COLUMNS: Mapping[Sheet, tuple[Column, ...]] = {
    Sheet.MARKET: (
        _need("code", "编号"),
        _need("name", "名称"),
        _need("timezone", "时区"),
        _need("lat", "纬度", cells.number),
        _need("lon", "经度", cells.number),
        Column("rotation_deg", "旋转角", cells.number),
        Column("cut", "日界", cells.minutes, cells.show_minutes),
        Column("opens", "开市", cells.minutes, cells.show_minutes),
        Column("closes", "收市", cells.minutes, cells.show_minutes),
    ),
    Sheet.PLACES: (
        _need("kind", "类型", cells.kind),
        _need("code", "编号"),
        _need("name", "名称"),
        Column("parent", "上级"),
        Column("boundary", "边界", cells.points, cells.show_points),
        _fact("trade", "行业"),
        _fact("owner", "店主"),
        _fact("phone", "电话"),
        _fact("opens", "开门", cells.minutes, cells.show_minutes),
        _fact("closes", "关门", cells.minutes, cells.show_minutes),
        _fact("lane", "巷道"),
        _fact("face_x", "门口x", cells.number),
        _fact("face_y", "门口y", cells.number),
        _fact("use", "用途"),
        _fact("limit", "限速", cells.whole),
        _fact("lead", "牵头商铺"),
        Column("facts", "其他", cells.document, cells.show_document),
    ),
    Sheet.LANES: (
        _need("code", "编号"),
        _need("name", "名称"),
        _need("start", "起点"),
        _need("end", "终点"),
        _need("line", "中心线", cells.points, cells.show_points),
        Column("width_m", "宽度", cells.number),
        Column("cars", "通车", cells.yes_no, cells.show_yes_no),
    ),
    Sheet.DEVICES: (
        _need("device_class", "类别", cells.device_class),
        _need("code", "编号"),
        _need("name", "名称"),
        Column("place", "位置"),
        Column("x", "x", cells.number),
        Column("y", "y", cells.number),
        Column("facing", "朝向", cells.number),
        Column("parent", "上级设备"),
        Column("silent_after_s", "静默秒数", cells.whole),
        Column("keys", "接入名", cells.keys, cells.show_keys),
        Column("facts", "其他", cells.document, cells.show_document),
    ),
    Sheet.PEOPLE: (
        _need("login", "登录名"),
        _need("name", "姓名"),
        Column("phone", "电话"),
        Column("language", "语言"),
        Column("grants", "角色", cells.grants, cells.show_grants),
    ),
}


def column_named(sheet: Sheet, heading: str) -> Column | None:
    """Find a column by its heading, in English or Chinese."""
    wanted = heading.strip().lower().replace(" ", "_")
    return next((c for c in COLUMNS[sheet] if wanted in (c.name, c.chinese.lower())), None)
