"""Discord's refusals: its codes, their HTTP status and their words."""

from typing import Any

KNOWN = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10007: (404, "Unknown Member"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10070: (404, "Unknown Guild Scheduled Event"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has reached the maximum number of follow-up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    180000: (400, "Cannot update a finished event"),
    160002: (400, "Cannot reply without permission to read message history"),
}


class Refused(Exception):  # noqa: N818 - it is what Discord does, not a fault of the server
    """A request that Discord does not carry out. `errors` is the tree of what is wrong in the form (code 50035)."""

    def __init__(self, code: int, errors: dict[str, Any] | None = None, status: int | None = None) -> None:
        usual, message = KNOWN.get(code, (400, "General error"))
        super().__init__(f"{code} {message} {errors or ''}".rstrip())
        self.status = status or usual
        self.body: dict[str, Any] = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


class NotFound(Refused):
    """No such path: Discord says so without a code of its own."""

    def __init__(self) -> None:
        super().__init__(0, status=404)
        self.body = {"message": "404: Not Found", "code": 0}
