"""What is counted, for Prometheus; a registry of its own, so that two bots in one process don't mix."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The bot's figures."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.questions = Counter("pledgebot_questions", "Questions by outcome and kind.", ("outcome", "kind"), registry=registry)
        self.latency = Histogram("pledgebot_answer_seconds", "From a question's arrival to its reply.", buckets=_SECONDS, registry=registry)
        self.waiting = Gauge("pledgebot_questions_waiting", "Questions in the line.", registry=registry)
        self.refused = Counter("pledgebot_refused", "Questions refused, by limit.", ("limit",), registry=registry)
        self.reminders = Counter("pledgebot_reminders", "Reminders by what became of them.", ("outcome",), registry=registry)
        self.faults = Counter("pledgebot_faults", "Faults in the program, by place.", ("place",), registry=registry)
        self.gateway = Gauge("pledgebot_gateway_latency_seconds", "Heartbeat to acknowledgement.", registry=registry)
        self.connects = Counter("pledgebot_gateway_connects", "Connections to the gateway, by kind.", ("kind",), registry=registry)

    def answered(self, outcome: str, kind: str | None, seconds: float) -> None:
        """Count one question; `seconds` from its arrival to its reply."""
        self.questions.labels(outcome, kind or "none").inc()
        self.latency.observe(seconds)
