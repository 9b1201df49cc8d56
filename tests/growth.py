"""How much longer something takes with more text, told so that a busy machine does not matter."""

import gc
import time

ROUNDS = 4


def growth(act, small, large):
    """CPU time of ``act(*large)`` as a multiple of that of ``act(*small)``: the quickest of some turns by turns.

    The quickest turn is the one least disturbed; the collector of garbage, whose time goes by all that the process
    holds and not by the texts, waits meanwhile.
    """

    def taken(texts):
        begun = time.process_time()
        act(*texts)
        return time.process_time() - begun

    taken(small)
    gc.collect()
    gc.disable()
    try:
        turns = [(taken(small), taken(large)) for _round in range(ROUNDS)]
    finally:
        gc.enable()
    return min(long for _short, long in turns) / min(short for short, _long in turns)
