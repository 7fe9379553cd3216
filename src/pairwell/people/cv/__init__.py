"""Reading a CV on this machine: the file in a process of its own with limits, the text by plain rules."""
