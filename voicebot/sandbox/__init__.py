"""`voicebot sandbox`: billers and merchants over HTTP, with their faults on demand."""
