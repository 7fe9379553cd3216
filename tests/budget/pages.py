"""The pages whose queries are counted: (name of the address, who opens it)."""

PAGES: list[tuple[str, str]] = []
