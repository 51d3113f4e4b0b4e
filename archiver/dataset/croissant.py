"""A dataset in the words of Croissant (MLCommons): its files with digests, and its columns with their types.

Nothing here checks the result; the tests do, with mlcroissant.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archiver.dataset.columns import Column, shown
from archiver.dataset.folder import sha256
from archiver.dataset.huggingface import MEMBER
from archiver.dataset.numbers import Numbers
from archiver.dataset.spec import Spec
from archiver.dataset.state import State

_CR = "http://mlcommons.org/croissant/"
_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "cr": _CR, "rai": f"{_CR}RAI/", "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/", "conformsTo": "dct:conformsTo", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in (
        "citeAs", "column", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes", "isLiveDataset",
        "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "separator",
        "samplingRate", "source", "subField", "transform", "equivalentProperty")}}
_TYPES = {"VARCHAR": "sc:Text", "BIGINT": "sc:Integer", "INTEGER": "sc:Integer", "BOOLEAN": "sc:Boolean", "FLOAT": "sc:Float",
          "DATE": "sc:Date", "TIMESTAMPTZ": "sc:DateTime"}
ROWS = "articles"


def write(folder: Path, spec: Spec, state: State, found: Numbers) -> None:
    """Writes croissant.json into a folder whose data are there."""
    (folder / "croissant.json").write_text(json.dumps(described(folder, spec, state, found), ensure_ascii=False, indent=1) + "\n",
                                           encoding="utf-8")


def described(folder: Path, spec: Spec, state: State, found: Numbers) -> dict[str, Any]:
    """The JSON-LD."""
    files = sorted((folder / "data").glob("*.parquet"))
    objects = [{"@type": "cr:FileObject", "@id": path.name, "name": path.name, "contentUrl": f"data/{path.name}",
                "encodingFormat": "application/x-parquet", "contentSize": f"{path.stat().st_size} B",
                "sha256": sha256(path)} for path in files]
    every = {"@type": "cr:FileSet", "@id": "parquet-files", "name": "parquet-files",
             "encodingFormat": "application/x-parquet", "includes": "data/*.parquet"}      # of this folder
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": f"{_CR}1.0", "name": spec.name,
        "description": f"{found.kept:,} news articles of {len(found.sites)} outlets with the record each was read from. Asked for: "
                       f"{spec.query or 'everything in the archive'}",
        "url": "README.md", "version": "1.0.0", "datePublished": state.until[:10], "dateCreated": state.until[:10],
        "license": spec.licence or "The texts belong to their publishers and authors; see README.md.",
        "creator": [{"@type": "sc:Organization", "name": name} for name in spec.authors or (f"The collectors of {spec.name}",)],
        "inLanguage": sorted(name for name, _ in found.languages if name != "und"),
        "citeAs": f"{spec.name}, {state.until[:10]}. See CITATION.cff.", "distribution": [*objects, every],
        "recordSet": [{"@type": "cr:RecordSet", "@id": ROWS, "name": ROWS, "description": "One row an article.",
                       "field": [_field(column) for column in shown(spec.text)]}]}


def _field(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {"@type": "cr:Field", "@id": f"{ROWS}/{column.name}", "name": column.name, "description": column.doc}
    source = {"fileSet": {"@id": "parquet-files"}, "extract": {"column": column.name}}
    if column.kind.startswith("STRUCT"):
        return {**said, "repeated": True, "source": source, "subField": [
            {"@type": "cr:Field", "@id": f"{ROWS}/{column.name}/{name}", "name": name, "dataType": _TYPES[kind],
             "source": {**source, "transform": {"jsonPath": name}}} for name, kind in MEMBER.findall(column.kind)]}
    more: dict[str, Any] = {"repeated": True} if column.kind.endswith("[]") else {}
    return {**said, "dataType": _TYPES[column.kind.removesuffix("[]")], **more, "source": source}
