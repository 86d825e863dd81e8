"""Parent: a process of ours ends when the one that began it is gone, however that ended."""

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, signal_number: int = signal.SIGKILL) -> None:
    """From now on this process gets the signal when its parent ends (prctl(2), Linux).

    parent: the process id of the one that began it; where that has ended already, the signal is
    sent at once. On other systems than Linux nothing is done.
    """
    if sys.platform != "linux":
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)
