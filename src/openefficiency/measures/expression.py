"""Sums, differences, products and quotients of named parts, as a measure writes them: 'pay - agency'."""

import ast
from functools import cached_property
from typing import Any

import polars as pl
from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

OPERATIONS = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    # A part that is 0 cannot be divided by: the answer is missing, not infinite.
    ast.Div: lambda left, right: pl.when(right != 0).then(left / right),
}


class Expression:
    """Arithmetic on names and numbers, and nothing else: it is read, never run as code."""

    def __init__(self, text: str):
        self.text = str(text)
        try:
            self.tree = ast.parse(self.text, mode="eval").body
        except SyntaxError as error:
            raise ValueError(
                f"'{self.text}' is no sum of parts; write it like: (pay - agency) / staff"
            ) from error
        check(self.tree, self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        found = [node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)]
        return tuple(dict.fromkeys(found))

    def polars(self) -> pl.Expr:
        """For a frame with one column a part; missing as soon as one part is missing."""
        return build(self.tree)

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            lambda given: given if isinstance(given, Expression) else cls(given),
            serialization=core_schema.plain_serializer_function_ser_schema(repr),
        )


def check(node: ast.AST, text: str) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            check(left, text)
            check(right, text)
        case ast.Name():
            pass
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            pass
        case _:
            raise ValueError(f"'{text}' may have names, numbers, + - * / and brackets, and nothing else")


def build(node: ast.AST) -> pl.Expr:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATIONS[type(op)](build(left), build(right))
        case ast.Name(id=name):
            return pl.col(name)
        case ast.Constant(value=int() | float() as value):
            return pl.lit(float(value))
    raise AssertionError(f"not checked before: {ast.dump(node)}")
