"""Limits that the operating system enforces on a process: what native code allocates and how long it runs, too."""

import os
import signal
from contextlib import suppress

from configurator.limits import WORKER_BYTES, WORKER_NICENESS

try:
    import resource
except ImportError:  # Not on Windows: there, only budgets limit a process.
    resource = None  # type: ignore[assignment]


def confine_this_process() -> None:
    """Cap the memory of this process at `WORKER_BYTES` for good, lower its priority, and let it leave no core file.

    Beyond the cap, Python raises MemoryError and native code ends the process.
    """
    if resource is None:
        return
    os.nice(WORKER_NICENESS)
    for kind, most in ((resource.RLIMIT_DATA, WORKER_BYTES), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # The system grants no such limit, or has a lower one.
            resource.setrlimit(kind, (most, most))


def end_after(processor_seconds: float) -> None:
    """Let the system end this process by SIGPROF once it has used so much more processor time; 0 revokes that."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, processor_seconds)


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error says that the memory of the process is used up."""
    return isinstance(error, MemoryError) or "can't start new thread" in str(error)
