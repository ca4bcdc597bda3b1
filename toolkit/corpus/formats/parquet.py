"""Parquet through pyarrow, batch by batch."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from toolkit.corpus.formats.cells import cell_text
from toolkit.corpus.limits import MOST_UNPACKED, Unreadable

_BATCH = 1024
_REMEDY = "write it again with the program that made it"


def parquet_rows(raw: bytes) -> tuple[tuple[str, ...], Iterator[tuple[int, dict[str, Any]]]]:
    """Give the columns of a Parquet file and its rows, counted from 1.

    Raises
    ------
    Unreadable
        For what is no Parquet, or would not fit into memory.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(raw))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise Unreadable(f"is no Parquet file ({_short(error)})", _REMEDY) from None
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > MOST_UNPACKED:
        raise Unreadable(f"unpacks to more than {MOST_UNPACKED >> 20} MB", "split it into several files")

    def rows() -> Iterator[tuple[int, dict[str, Any]]]:
        number = 0
        try:
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield number, {key: cell_text(value) for key, value in row.items()}
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            reason = f"breaks after row {number} ({_short(error)})"
            raise Unreadable(reason, _REMEDY) from None

    return tuple(file.schema_arrow.names), rows()


def _short(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]
