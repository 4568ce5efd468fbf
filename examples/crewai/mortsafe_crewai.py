"""Tells mortsafe what a crew does: one listener on CrewAI's event bus, and plain OpenTelemetry.

    events = tell_mortsafe()        # before the crew starts; reads MORTSAFE_ENDPOINT, MORTSAFE_FLEET, MORTSAFE_TOKEN
    crew.kickoff()

Agents are known by their roles. What they are told and what they answer stays here: only hashes leave.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import socket
import threading
import time
import uuid
from typing import Any

from crewai.events import (
    AgentExecutionErrorEvent,
    AgentExecutionStartedEvent,
    BaseEventListener,
    LLMCallCompletedEvent,
    ToolUsageErrorEvent,
    ToolUsageFinishedEvent,
    ToolUsageStartedEvent,
    crewai_event_bus,
)
from opentelemetry._logs import LogRecord
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource

HEARTBEAT_SECONDS = 2.0
# A process that is killed takes with it what waits to be sent.
SEND_EVERY_MS = 200
# CrewAI's own tools for work among the agents of one crew.
COWORKER_TOOLS = {"delegate work to coworker", "ask question to coworker"}
# What concerns one launch alone: whoever this process starts must not seem to be it.
OF_ONE_LAUNCH = ("MORTSAFE_INSTANCE", "MORTSAFE_LAUNCHED_BY", "MORTSAFE_LAUNCHED_BY_INSTANCE")


def tell_mortsafe(heartbeat_seconds: float = HEARTBEAT_SECONDS) -> CrewEvents:
    """Starts telling. Agents without a set-up in the environment tell 127.0.0.1:4318, as the fleet `default`."""
    return CrewEvents(heartbeat_seconds)


def launch_environment(agent: str, launched_by: str | None = None) -> dict[str, str]:
    """The environment for a process that is to be `agent`. The sensor of mortsafe reads the marker in it."""
    env = {**os.environ, "MORTSAFE_AGENT": agent, "MORTSAFE_INSTANCE": f"{agent}-{uuid.uuid4().hex[:12]}"}
    env.setdefault("MORTSAFE_FLEET", "default")
    if launched_by:
        env["MORTSAFE_LAUNCHED_BY"] = f"agent:{launched_by}"
    return env


class CrewEvents(BaseEventListener):
    """Maps CrewAI's events to mortsafe's: starts, activity, links, heartbeats and stops."""

    def __init__(self, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        env = os.environ
        self._marker = {name: env.pop(name, None) for name in OF_ONE_LAUNCH}
        self._fleet = env.get("MORTSAFE_FLEET", "default")
        self._instances: dict[str, str] = {}
        self._links: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._heartbeat_seconds = heartbeat_seconds
        token = env.get("MORTSAFE_TOKEN")
        exporter = OTLPLogExporter(
            endpoint=f"{env.get('MORTSAFE_ENDPOINT', 'http://127.0.0.1:4318').rstrip('/')}/v1/logs",
            headers={"authorization": f"Bearer {token}"} if token else None,
        )
        self._provider = LoggerProvider(
            resource=Resource({"service.name": "crewai", "host.name": socket.gethostname()}),
            shutdown_on_exit=False,
        )
        self._provider.add_log_record_processor(
            BatchLogRecordProcessor(exporter, schedule_delay_millis=SEND_EVERY_MS)
        )
        self._logger = self._provider.get_logger("mortsafe-crewai")
        atexit.register(self._stop)
        threading.Thread(target=self._beat, daemon=True).start()
        super().__init__()

    def setup_listeners(self, bus: Any) -> None:
        @bus.on(AgentExecutionStartedEvent)
        def _(_source: Any, event: Any) -> None:
            self._start(event.agent)
            self._tell("agent.activity", event.agent.role, operation="invoke_agent", time=event.timestamp)

        @bus.on(AgentExecutionErrorEvent)
        def _(_source: Any, event: Any) -> None:
            self._tell("agent.activity", event.agent.role, operation="invoke_agent", outcome="error")

        @bus.on(LLMCallCompletedEvent)
        def _(_source: Any, event: Any) -> None:
            self._tell("agent.activity", event.agent_role, operation="chat", time=event.timestamp)

        @bus.on(ToolUsageStartedEvent)
        def _(_source: Any, event: Any) -> None:
            args = event.tool_args if isinstance(event.tool_args, dict) else {}
            coworker = args.get("coworker")
            if event.tool_name.lower().replace("_", " ") in COWORKER_TOOLS and coworker:
                self.open_link(event.agent_role, str(coworker), protocol="memory")

        @bus.on(ToolUsageFinishedEvent)
        def _(_source: Any, event: Any) -> None:
            self._tell_tool(event, "error" if getattr(event, "failure", None) else "ok")

        @bus.on(ToolUsageErrorEvent)
        def _(_source: Any, event: Any) -> None:
            self._tell_tool(event, "error")

    def open_link(self, agent: str, peer: str, protocol: str, endpoint: str | None = None) -> None:
        """Two agents can reach each other from now on. Told once for each pair."""
        with self._lock:
            if (agent, peer) in self._links:
                return
            self._links.add((agent, peer))
        self._tell("link.opened", agent, peer=peer, protocol=protocol, endpoint=endpoint)

    def close_link(self, agent: str, peer: str, protocol: str) -> None:
        with self._lock:
            if (agent, peer) not in self._links:
                return
            self._links.remove((agent, peer))
        self._tell("link.closed", agent, peer=peer, protocol=protocol)

    def launched(self, agent: str, peer: str) -> None:
        """An agent has brought up another, in a process of its own: see `launch_environment`."""
        self._tell("agent.activity", agent, operation="create_agent", peer=peer)

    def report_status(self, agent: str, about: str, status: str) -> None:
        """What one agent says of another: `healthy`, `degraded`, `stopped` or `unknown`."""
        self._tell("agent.status_reported", about, own=False, reporter=agent, status=status)

    def _start(self, agent: Any) -> None:
        role = _id_of(agent.role)
        with self._lock:
            if role in self._instances:
                return
            marked = os.environ.get("MORTSAFE_AGENT") == role and self._marker["MORTSAFE_INSTANCE"]
            self._instances[role] = marked or f"{role}-{uuid.uuid4().hex[:12]}"
        kind, _, launcher = (self._marker["MORTSAFE_LAUNCHED_BY"] or "").partition(":") if marked else ("", "", "")
        self._tell(
            "agent.started",
            role,
            heartbeat_interval=int(self._heartbeat_seconds * 1000),
            **({"launched_by.kind": kind, "launched_by.id": launcher} if launcher else {}),
            **{
                "fingerprint.prompt": _hash(agent.role, agent.goal, agent.backstory),
                "fingerprint.model": _hash(str(getattr(agent.llm, "model", ""))),
            },
        )

    def _tell_tool(self, event: Any, outcome: str) -> None:
        self._tell("agent.activity", event.agent_role, operation="execute_tool", tool=event.tool_name, outcome=outcome)

    def _beat(self) -> None:
        sequence: dict[str, int] = {}
        while True:
            time.sleep(self._heartbeat_seconds)
            for role in list(self._instances):
                sequence[role] = sequence.get(role, -1) + 1
                interval = int(self._heartbeat_seconds * 1000)
                self._tell("agent.heartbeat", role, sequence=sequence[role], interval=interval)

    def _stop(self) -> None:
        crewai_event_bus.flush(timeout=2.0)
        for role in list(self._instances):
            self._tell("agent.stopped", role, reason="completed")
        self._provider.shutdown()

    def _tell(self, kind: str, role: str | None, own: bool = True, **fields: Any) -> None:
        if not role:
            return
        agent = _id_of(role)
        at = fields.pop("time", None)
        attributes = {f"mortsafe.{name}": value for name, value in fields.items() if value is not None}
        attributes |= {"mortsafe.id": uuid.uuid4().hex, "mortsafe.fleet": self._fleet, "mortsafe.agent": agent}
        if own and agent in self._instances:
            attributes["mortsafe.instance"] = self._instances[agent]
        self._logger.emit(
            LogRecord(
                timestamp=int(at.timestamp() * 1e9) if at else time.time_ns(),
                event_name=f"mortsafe.{kind}",
                body=f"{kind} of {agent}",
                attributes=attributes,
            )
        )


def _id_of(role: str) -> str:
    return role.strip()[:256]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
