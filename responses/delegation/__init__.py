"""What delegations see: their task list, the questions, the declaration and what was submitted."""
