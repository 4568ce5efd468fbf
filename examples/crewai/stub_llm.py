"""A model without a network: it answers what its script says, and does not tire."""

from typing import Any, Callable

from crewai import BaseLLM


class StubLLM(BaseLLM):
    """Asks `decide` what to do next, given all that it was told."""

    decide: Callable[[str], str]

    def call(self, messages: str | list[Any], *_: Any, **__: Any) -> str:
        return self.decide(messages if isinstance(messages, str) else "\n".join(str(m["content"]) for m in messages))


def use(tool: str) -> str:
    return f"Thought: I use {tool}.\nAction: {tool}\nAction Input: {{}}"


def answer(text: str) -> str:
    return f"Thought: I now know the final answer\nFinal Answer: {text}"
