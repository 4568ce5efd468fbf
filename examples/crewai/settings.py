"""How the processes of this example are set up: nothing leaves this machine, and telemetry is told one of two ways."""

import os
from typing import Any

# Before CrewAI is imported: it would call home.
os.environ |= {
    "CREWAI_DISABLE_TELEMETRY": "true",
    "CREWAI_DISABLE_TRACKING": "true",
    "CREWAI_DISABLE_VERSION_CHECK": "true",
    "CREWAI_TRACING_ENABLED": "false",
    "CREWAI_TESTING": "true",
}


def start_telemetry() -> Any:
    """By events of ours, or with TELEMETRY=spans by OpenInference spans alone: then there is nobody to tell more."""
    if os.environ.get("TELEMETRY") == "spans":
        from spans_only import send_spans

        return send_spans()
    from mortsafe_crewai import tell_mortsafe

    return tell_mortsafe()
