"""The screens. HTTP and sockets around the market; no decision is taken here."""
