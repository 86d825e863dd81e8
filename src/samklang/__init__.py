"""Samklang: from what members say to a thematic report that readers can trust."""

import os

__version__ = "0.2.0"

# Before numpy and scipy are imported: each brings a BLAS whose threads wait busily for work, and no
# matrix of ours is large enough to be shared. It took a twelfth of a build.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
