"""Readers and writers of other programs' CVs, portfolios and credentials. Plain Python: bytes in, a record out.

A format is one file or package with `read(content) -> Reading` (raises `UnreadableFile`), `write(record) -> bytes`, and
`losses(record) -> list[Loss]`. `register` knows them all; docs/formats.md says what each one holds.
"""
