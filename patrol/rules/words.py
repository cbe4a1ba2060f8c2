"""The closed sets of words of the trade, one word for one thing from the wire to the screen."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be in a market; rights stand in `patrol.rules.rights`."""

    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    SHIFT_LEADER = "shift_leader"
    GUARD = "guard"
    LEAD = "lead"
    SHOP = "shop"
    POLICE = "police"
    WALL = "wall"
    STREET = "street"


class PlaceKind(StrEnum):
    """Levels of the register of places, and the fixed points inside a market."""

    STREET = "street"
    COMMUNITY = "community"
    MARKET = "market"
    GRID = "grid"
    GROUP = "group"
    SHOP = "shop"
    WORKROOM = "workroom"
    GATE = "gate"
    ZONE = "zone"


class DeviceClass(StrEnum):
    """Second level of our own topics: `patrol/v1/<market>/<class>/<device>/<channel>`."""

    CAR = "car"
    CAMERA = "camera"
    BUTTON = "button"
    SENSOR = "sensor"
    PHONE = "phone"
    GATE = "gate"
    BRIDGE = "bridge"


class Kind(StrEnum):
    """What a signal says; a word outside this set is kept as it came."""

    SOS = "sos"
    FIRE = "fire"
    INTRUSION = "intrusion"
    PERSON = "person"
    VEHICLE = "vehicle"
    PLATE = "plate"
    DOOR = "door"
    TAMPER = "tamper"
    ACCIDENT = "accident"
    GEOFENCE_ENTER = "geofence_enter"
    GEOFENCE_EXIT = "geofence_exit"
    DRIVING = "driving"
    AUDIO_ALARM = "audio_alarm"
    INPUT = "input"
    MOTION = "motion"
    POSITION = "position"
    CHECKIN = "checkin"
    DEVICE_ONLINE = "device_online"
    DEVICE_OFFLINE = "device_offline"
    DEVICE_STATUS = "device_status"
    DEVICE_SILENT = "device_silent"
    BATTERY_LOW = "battery_low"
    CAMERA_FAULT = "camera_fault"
    DEVICE_FAULT = "device_fault"
    TELEMETRY = "telemetry"
    TEST = "test"
    OVERSPEED = "overspeed"
    STANDING = "standing"
    GPS_LOST = "gps_lost"


NEVER_HIDDEN = frozenset({Kind.SOS, Kind.FIRE})
"""Kinds that no rule, silence, window or timer may hide, fold away or clear."""


class Phase(StrEnum):
    """Where in its life a signal stands; `state` fills the register and never rings."""

    NEW = "new"
    UPDATE = "update"
    END = "end"
    STATE = "state"


class Severity(StrEnum):
    """Four levels, I to IV."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class TimeQuality(StrEnum):
    """Whose clock `happened_at` comes from, or why it is not believed."""

    DEVICE = "device"
    GATEWAY = "gateway"
    SERVER = "server"
    RECEIVED = "received"
    SUSPECT = "suspect"


class Category(StrEnum):
    """First level of the event categories."""

    PUBLIC_ORDER = "PO"
    FIRE = "FI"
    DISPUTE = "DI"
    HELP = "HE"
    TRAFFIC = "TV"
    FACILITY = "FS"
    PERSONAL_SAFETY = "PS"
    PATROL = "PA"
    DEVICE = "DV"
    OTHER = "OT"


class Condition(StrEnum):
    """Whether what an alert tells of still holds."""

    ACTIVE = "active"
    CLEARED = "cleared"


class Attention(StrEnum):
    """Whether somebody has looked at an alert, or works on it."""

    NEW = "new"
    SEEN = "seen"
    LINKED = "linked"


class Step(StrEnum):
    """The five steps of an incident, and the ways out of them."""

    DISCOVERED = "discovered"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    CLOSED = "closed"
    EVALUATED = "evaluated"
    HOLD = "hold"
    REFUSED = "refused"
    MERGED = "merged"
    VOID = "void"


class DeviceStatus(StrEnum):
    """What is known of a device's life."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"
    SILENT = "silent"


class Verdict(StrEnum):
    """What became of a signal: the four outcomes of the conformance table."""

    RING = "ring"
    JOIN = "join"
    STATE = "state"
    STORE = "store"
