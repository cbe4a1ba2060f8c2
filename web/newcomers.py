"""What somebody says of a device that nobody knew: a form or a request becomes a typed value."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from patrol.actions import strangers
from patrol.errors import Invalid
from patrol.rules.strangers import Newcomer
from patrol.rules.words import DeviceClass
from web.context import Change

DEVICE_CODE = r"^[^/+#\s\x00-\x1f]{1,64}$"


class SenderDevice(BaseModel):
    """Who sent a message. Without `device_class`, the device of this code that stands already."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=DEVICE_CODE)]
    device_class: DeviceClass | None = None
    name: Annotated[str, Field(max_length=200)] | None = None
    place: Annotated[str, Field(max_length=64)] | None = None


def read_form(form: Mapping[str, str]) -> SenderDevice:
    """Read a form; a field left empty was not filled in."""
    told = {name: text.strip() for name, text in form.items() if name != "csrf_token" and text.strip()}
    try:
        return SenderDevice.model_validate(told)
    except ValidationError as error:
        raise Invalid(
            "the form cannot be read", [str(fault["loc"][0]) for fault in error.errors()]
        ) from error


def let_in(to: Change, message_id: int, told: SenderDevice, *, by: int | None) -> int:
    """Register the sender of a message, or know it as a device that stands; give the device's id."""
    if told.device_class is None:
        return strangers.know_stranger_as(to.session, to.register, message_id, told.code, by=by, now=to.now)
    newcomer = Newcomer(told.device_class, told.code, told.name or told.code, told.place)
    return strangers.register_stranger(to.session, to.register, message_id, newcomer, by=by, now=to.now)
