"""What pages ask: plain SQL over the read models, one module a group of pages, rows as dataclasses."""
