"""A number in the place of an identity, for who has protected personal data (OSL 21:3, LAW-02)."""

from datetime import date, timedelta

from rutin.domain.case import OrderReceived
from rutin.domain.history import History

A_DAY_LONG_AGO = date(1800, 1, 1)
"""Nobody who lives was born on it, nor on the days that pseudonyms reach: none is anyone's birthday."""

_A_DAY = 1000
"""How many numbers there are to a day."""


def pseudonym(history: History, client: str) -> str:
    """Give a client's pseudonym, in the form that IVO asks for: ÅÅÅÅMMDD-Tnnn.

    It is the place in the journal of the first order for the client, written as a day and a number:
    17 is 18000101-T017, and 1017 is 18000102-T017. So no two clients have the same; it stays what it
    is, whatever is recorded afterwards, in all of the client's cases; and it says nothing of who it
    is, not even the day of birth that the form seems to tell. Only who has the journal can look it
    up. An order that is put right to be another client's takes its place with it.
    """
    first = min(
        recorded.position
        for recorded in history.in_force
        if isinstance(recorded.fact, OrderReceived) and recorded.fact.client == client
    )
    days, number = divmod(first, _A_DAY)
    day = A_DAY_LONG_AGO + timedelta(days=days)
    return f"{day:%Y%m%d}-T{number:03}"
