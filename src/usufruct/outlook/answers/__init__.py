"""The questions that readers ask, each with an answer that says what it rests on and what it does not know."""

from usufruct.outlook.answers.answer import Answer, Question
from usufruct.outlook.answers.questions import QUESTIONS, answer, question

__all__ = ["QUESTIONS", "Answer", "Question", "answer", "question"]
