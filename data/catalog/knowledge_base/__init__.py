"""知识库: questions with their answers, and how often they were asked."""
