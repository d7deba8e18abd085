"""Single-threaded runner of the loaded model's graph, with a precomputed order of nodes.

Rasa's runner rebuilds a dask graph for every message and every prediction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner

Step = tuple[str, GraphNode, tuple[str, ...]]


class DirectGraphRunner(GraphRunner):
    """Runner that calls the nodes of a ``DaskGraphRunner`` one after the other."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._plans: dict[tuple[str, ...], list[Step]] = {}

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> DirectGraphRunner:
        """Create a runner for the graph that ``runner`` has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    @classmethod
    def create(cls, *arguments: Any, **options: Any) -> DirectGraphRunner:
        return cls.of(DaskGraphRunner.create(*arguments, **options))

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Return the outputs of the targets; ignore inputs that no node asks for."""
        wanted = tuple(targets or self._schema.target_names)
        plan = self._plans.get(wanted)
        if plan is None:
            plan = self._plans[wanted] = self._plan(wanted)
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, node, needs in plan:
            results[name] = node(*[results.get(need, need) for need in needs])
        return dict(results[target] for target in wanted)

    def _plan(self, wanted: Sequence[str]) -> list[Step]:
        """Sort the nodes that the targets need, each after its own dependencies."""
        schema = self._schema.minimal_graph_schema(list(wanted))
        plan: dict[str, Step] = {}

        def add(name: str) -> None:
            if name in plan or name not in schema.nodes:
                return
            needs = tuple(schema.nodes[name].needs.values())
            for need in needs:
                add(need)
            plan[name] = (name, self._nodes[name], needs)

        for name in wanted:
            add(name)
        return list(plan.values())
