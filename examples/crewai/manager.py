"""The manager: asks the researcher again and again. When no answer comes, its model decides to bring it back."""

import subprocess
import sys
import time
from pathlib import Path

from settings import start_telemetry

events = start_telemetry()

from crewai import Agent, Crew, Task  # noqa: E402
from crewai.tools import tool  # noqa: E402
from mortsafe_crewai import launch_environment  # noqa: E402
from stub_llm import StubLLM, answer, use  # noqa: E402

PAUSE_SECONDS = 0.5
NO_ANSWER = "The researcher does not answer."
LAUNCHED = "It has been launched."


class Peer:
    """The process of the researcher, and the pipe that leads to it."""

    process: subprocess.Popen[str] | None = None

    def launch(self) -> None:
        program = [sys.executable, str(Path(__file__).with_name("researcher.py"))]
        env = launch_environment("researcher", launched_by="manager")
        self.process = subprocess.Popen(program, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if events:
            events.launched("manager", "researcher")
            events.open_link("manager", "researcher", protocol="stdio")

    def ask(self, question: str) -> str:
        try:
            print(question, file=self.process.stdin, flush=True)
            for line in self.process.stdout:
                if line.startswith("ANSWER "):
                    return line.removeprefix("ANSWER ").strip()
        except (AttributeError, OSError):
            pass
        if events:
            events.close_link("manager", "researcher", protocol="stdio")
        return NO_ANSWER


peer = Peer()


@tool
def ask_researcher() -> str:
    """Asks the researcher how far it is."""
    return peer.ask("How far are you?")


@tool
def launch_researcher() -> str:
    """Launches the researcher."""
    peer.launch()
    return LAUNCHED


def decide(told: str) -> str:
    """What a model does that cares for its peers, by the last that it heard."""
    heard = max((NO_ANSWER, LAUNCHED, "second volume"), key=told.rfind)
    if heard not in told or heard == LAUNCHED:
        return use("ask_researcher")
    return use("launch_researcher") if heard == NO_ANSWER else answer("All is well.")


manager = Agent(
    role="manager",
    goal="See to it that the work is done",
    backstory="You rely on your researcher.",
    llm=StubLLM(model="stub", decide=decide),
    tools=[ask_researcher, launch_researcher],
    max_iter=10,
)
while True:
    task = Task(description="Find out how far the work is", expected_output="a report", agent=manager)
    print(Crew(agents=[manager], tasks=[task], name="study").kickoff(), flush=True)
    time.sleep(PAUSE_SECONDS)
