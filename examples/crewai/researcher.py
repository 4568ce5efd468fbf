"""The researcher: a crew of one, in a process of its own. Each line that it reads is a question."""

import signal
import sys

from settings import start_telemetry

start_telemetry()

from crewai import Agent, Crew, Task  # noqa: E402
from stub_llm import StubLLM, answer  # noqa: E402

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
researcher = Agent(
    role="researcher",
    goal="Find out what is asked",
    backstory="You know where things are written.",
    llm=StubLLM(model="stub", decide=lambda _: answer("It is written in the second volume.")),
)
for question in sys.stdin:
    task = Task(description=question, expected_output="an answer", agent=researcher)
    print(f"ANSWER {Crew(agents=[researcher], tasks=[task], name='research').kickoff()}", flush=True)
