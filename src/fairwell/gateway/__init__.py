"""The gateway, the only part that faces the Internet: chat API, live push, pages, who speaks."""
