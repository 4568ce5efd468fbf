"""What is enough where nothing of mortsafe is installed: OpenTelemetry, and OpenInference's instrumentation."""

import os

from openinference.instrumentation.crewai import CrewAIInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def send_spans() -> None:
    endpoint = os.environ.get("MORTSAFE_ENDPOINT", "http://127.0.0.1:4318").rstrip("/")
    token = os.environ.get("MORTSAFE_TOKEN")
    provider = TracerProvider(
        resource=Resource(
            {
                "service.name": "crewai",
                "service.instance.id": os.environ["MORTSAFE_INSTANCE"],
                "mortsafe.fleet": os.environ["MORTSAFE_FLEET"],
            }
        )
    )
    exporter = OTLPSpanExporter(
        endpoint=f"{endpoint}/v1/traces",
        headers={"authorization": f"Bearer {token}"} if token else None,
    )
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=200))
    CrewAIInstrumentor().instrument(tracer_provider=provider, use_event_listener=True)
