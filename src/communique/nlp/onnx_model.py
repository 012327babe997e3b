"""Opening the shipped model files: a run time session and a tokenizer, from files whose checksums have been compared.

In: paths that `communique.models.find_model` gives. Out: the objects of onnxruntime and tokenizers. No text is seen here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.errors import MissingModel
from communique.models import SLOW_FUSIONS

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def open_session(path: Path, n_threads: int = 1) -> Any:
    """An inference session on the CPU with a fixed number of threads, which wait without spinning.

    Raises:
        MissingModel: the run time cannot read the file.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
        )
    except Exception as err:  # the run time's own exceptions share no base class
        raise MissingModel(
            f"{path}: onnxruntime {onnxruntime.__version__} cannot read it ({str(err)[:100]}); "
            "install the version that communique asks for, or rebuild the model"
        ) from err


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a model, without cutting or padding.

    Raises:
        MissingModel: the file is not a tokenizer.
    """
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as err:  # tokenizers raises plain Exception
        raise MissingModel(f"{path}: not a tokenizer ({str(err)[:100]}); reinstall communique, or rebuild the model") from err
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
