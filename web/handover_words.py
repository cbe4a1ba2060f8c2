"""The words of handovers and equipment in the reader's language."""

from flask_babel import gettext as _

from patrol.model.handovers import EquipmentAct, EquipmentKind


def thing(word: str) -> str:
    """Name a kind of equipment."""
    names = {
        EquipmentKind.ARMBAND: _("Armband"),
        EquipmentKind.RADIO: _("Radio"),
        EquipmentKind.KEY: _("Key"),
        EquipmentKind.CAR: _("Car"),
        EquipmentKind.OTHER: _("Other"),
    }
    return str(names[EquipmentKind(word)])


def act(word: str) -> str:
    """Say what became of a thing."""
    names = {
        EquipmentAct.ISSUED: _("issued"),
        EquipmentAct.RETURNED: _("here"),
        EquipmentAct.LOST: _("lost"),
        EquipmentAct.FOUND: _("found again"),
        EquipmentAct.RETIRED: _("taken out"),
    }
    return str(names[EquipmentAct(word)])
