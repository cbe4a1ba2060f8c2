"""Who does something about duty, and for which shop they may speak."""

from dataclasses import dataclass

from patrol.errors import Forbidden, Invalid


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody with the shops that are their own; `leads`: may act for every shop of the group."""

    person_id: int | None
    own: frozenset[int] = frozenset()
    leads: bool = False

    def speaks_for(self, holder: int, reason: str | None) -> bool:
        """Say whether they act for somebody else; that needs a reason.

        Raises:
            Forbidden: the shop is neither theirs nor in a group they lead.
            Invalid: they act for a shop without saying why.
        """
        if holder in self.own:
            return False
        if not self.leads:
            raise Forbidden("you may speak for your own shop only")
        if not (reason or "").strip():
            raise Invalid("you act for another shop: say why", ["reason"])
        return True

    def must_lead(self) -> None:
        """Refuse whoever does not lead the group."""
        if not self.leads:
            raise Forbidden("only who leads the group may do this")
