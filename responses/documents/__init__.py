"""Word and PDF, in and out: plain data in, bytes out, and the other way round; no requests, no forms, no queries."""
