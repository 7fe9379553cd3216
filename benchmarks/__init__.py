"""`make bench`: what the engine takes and reaches, against what people use today, on the same inputs."""
