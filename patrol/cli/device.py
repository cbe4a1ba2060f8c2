"""`patrol device`: a device's own account on the embedded broker."""

import click
from sqlalchemy import select

from patrol.cli.open import open_database
from patrol.errors import NotFound, Unavailable
from patrol.model.devices import Device
from patrol.model.places import Market
from patrol.processes.accounts import UP, DeviceAccount, accounts_of, new_password, save
from patrol.processes.broker import reload_accounts
from patrol.processes.broker_address import folder_of
from patrol.rules.words import DeviceClass
from patrol.settings import Settings, from_environment


@click.group()
def device() -> None:
    """Devices and their broker accounts."""


@device.command()
@click.argument("market")
@click.argument("code")
@click.option(
    "--class", "device_class", type=click.Choice([c.value for c in DeviceClass]), help="Of a new one."
)
@click.option("--name", help="Of a new one; its code if not given.")
def add(market: str, code: str, device_class: str | None, name: str | None) -> None:
    """Register device CODE of MARKET if it is new, and give it a password, shown this once."""
    settings = from_environment()
    if settings.mqtt_url is not None:
        name = f"{market}/{device_class or '<class>'}/{code}"
        raise Unavailable(
            f"PATROL_MQTT_URL names another broker: add the account {name} there (docs/field.md)"
        )
    known = _registered(settings, market, code, device_class, name)
    account = DeviceAccount(market=market, device_class=known, device=code, password=new_password())
    folder = folder_of(settings.data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    save(folder, accounts_of(folder).with_device(account))
    running = reload_accounts(settings.data_dir)
    click.echo(f"user      {account.user}\npassword  {account.password}")
    click.echo("says      " + "  ".join(f"{account.topic}/{channel}" for channel in UP))
    click.echo(f"hears     {account.topic}/command")
    click.echo("the broker knows it now" if running else "the broker will know it when it starts")


def _registered(
    settings: Settings, market: str, code: str, device_class: str | None, name: str | None
) -> DeviceClass:
    """Give the class of the device, after making it where it is new."""
    with open_database(settings).begin() as session:
        home = session.scalar(select(Market).where(Market.code == market))
        if home is None:
            raise NotFound(f"there is no market {market!r}")
        known = session.scalar(select(Device).where(Device.market_id == home.id, Device.code == code))
        if known is not None:
            return DeviceClass(known.device_class)
        if device_class is None:
            raise NotFound(f"{market} has no device {code!r}: give its --class to make it")
        new = Device(market_id=home.id, device_class=DeviceClass(device_class), code=code, name=name or code)
        session.add(new)
        return new.device_class
