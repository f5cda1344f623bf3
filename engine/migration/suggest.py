"""The mapping somebody would draw by hand: first by id, then by what an element is and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.bpmn.model import FlowNode, Process, scopes
from engine.migration.joins import flow_entries, flows_into_joins
from engine.migration.kinds import can_dissolve, can_emerge, difference, drawn_nodes, path
from engine.migration.plan import Entry, MigrationPlan, Reason
from engine.spiff import Program

#: Points from which an element of another id counts as the same one: a name, or two neighbours, and no contradiction.
ENOUGH = 4

#: Attributes that say what an element does; an equal one speaks for it as strongly as its name.
_TELLING = ("form", "handler", "decision")


def process_of(program: Program, key: str) -> Process:
    """The drawn process of this key: that of the program or one it calls. Raises KeyError."""
    return program.sources[key].diagram.processes[key]


def suggest(source: Program, target: Program) -> MigrationPlan:
    """A plan with every element of the source, and of the processes it calls, as far as it has a counterpart.

    Elements of the same id and kind go together; others by structure: the same kind, and name, attributes and
    neighbours that agree better than those of any other element. What is left has no counterpart and says so.
    """
    return complete(MigrationPlan(source.key, target.key, ()), source, target)


def complete(plan: MigrationPlan, source: Program, target: Program) -> MigrationPlan:
    """The plan with suggestions for whatever it does not speak of; what it says stays, as far as it was set by hand.

    A call activity set by hand may bring in a pair of called processes nobody has thought of: they are added.
    """
    hand = {(e.process, e.element, e.into): e for e in plan.entries if e.reason is Reason.HAND}
    entries: dict[tuple[str, str, str], Entry] = {}
    todo, seen = [(source.key, target.key)], set()
    while todo:
        pair = todo.pop(0)
        if pair in seen or pair[0] not in source.sources or pair[1] not in target.sources:
            continue
        seen.add(pair)
        old, new = process_of(source, pair[0]), process_of(target, pair[1])
        fixed = {e.element: e.target for e in hand.values() if (e.process, e.into) == pair}
        found = _Pairing(old, new, fixed)
        for entry in found.entries():
            key = (entry.process, entry.element, entry.into)
            entries[key] = hand.get(key, entry)
        todo.extend(found.called())
    entries.update({key: entry for key, entry in hand.items() if key not in entries})
    return MigrationPlan(plan.source, plan.target, tuple(entries.values()))


class _Pairing:
    """One process and the one that takes its place."""

    def __init__(self, source: Process, target: Process, fixed: Mapping[str, str | None]) -> None:
        self.source, self.target, self.fixed = source, target, fixed
        self.old, self.new = drawn_nodes(source), drawn_nodes(target)
        self.targets: dict[str, str] = {k: v for k, v in fixed.items() if v is not None and k in self.old}
        self.reasons: dict[str, Reason] = {}
        self.neighbours = (_neighbours(source), _neighbours(target))
        while self._by_id() or self._by_structure():
            pass
        while self._drop_what_does_not_fit():
            pass

    def entries(self) -> Iterable[Entry]:
        for element in self.old:
            yield Entry(self.source.key, element, self.target.key, self.targets.get(element), self.reasons.get(element))
        yield from flow_entries(self.source, self.target, {**dict.fromkeys(self.old), **self.targets})

    def called(self) -> list[tuple[str, str]]:
        """The processes called by call activities that take each other's place."""
        pairs = []
        for element, target in self.targets.items():
            one, two = self.old[element].called_element, self.new[target].called_element if target in self.new else None
            if one and two:
                pairs.append((one, two))
        return pairs

    def _by_id(self) -> bool:
        """Add what has the same id, at a place where it can be; True if there was any. Outer elements come first."""
        found, taken = False, set(self.targets.values())
        for element, node in self.old.items():
            other = self.new.get(element)
            if element in self.fixed or element in self.targets or element in taken or other is None:
                continue
            if difference(node, other) is None and self.fits(element, element):
                self.targets[element], self.reasons[element] = element, Reason.ID
                found = True
        return found

    def _drop_what_does_not_fit(self) -> bool:
        """What moved out of a sub-process that stays cannot be followed; True if there was any."""
        unfit = [each for each in self.reasons if not self.fits(each, self.targets[each])]
        for element in unfit:
            del self.targets[element], self.reasons[element]
        return bool(unfit)

    def fits(self, element: str, target: str) -> bool:
        """True if everything around the element that has a counterpart has it around the target, in the same order."""
        around = path(target, self.new)
        last = -1
        for outer in path(element, self.old):
            image = self.targets.get(outer)
            if image is None:
                if not can_dissolve(self.old[outer]):
                    return False
            elif image not in around or around.index(image) <= last:
                return False
            else:
                last = around.index(image)
        return all(can_emerge(self.new[each]) for each in around[last + 1 :])

    def _by_structure(self) -> bool:
        """Add the pairs that are each other's best; True if there was one."""
        taken = set(self.targets.values())
        free_old = [e for e in self.old if e not in self.targets and e not in self.fixed]
        free_new = [e for e in self.new if e not in taken]
        points: dict[tuple[str, str], int] = {}
        for one in free_old:
            for two in free_new:
                if difference(self.old[one], self.new[two]) is None and self.fits(one, two):
                    value = self._points(one, two)
                    if value >= ENOUGH:
                        points[one, two] = value
        found = False
        for (one, two), value in points.items():
            rivals = [v for (a, b), v in points.items() if (a == one) != (b == two)]
            if all(value > rival for rival in rivals):
                self.targets[one], self.reasons[one] = two, Reason.STRUCTURE
                found = True
        return found

    def _points(self, one: str, two: str) -> int:
        old, new = self.old[one], self.new[two]
        if old.attached_to is not None and self.targets.get(old.attached_to) != new.attached_to:
            return 0
        points = 5 if old.attached_to is not None else 0
        points -= 2 if old.interrupting != new.interrupting else 0
        points += _agreement(_spoken(old.name), _spoken(new.name), 4, 4)
        points += sum(_agreement(old.attributes.get(n), new.attributes.get(n), 3, 1) for n in _TELLING)
        points += _agreement(old.called_element, new.called_element, 3, 3)
        points += sum(
            _agreement(a.name or a.code or a.text, b.name or b.code or b.text, 2, 1)
            for a, b in zip(old.definitions, new.definitions, strict=False)
        )
        for mine, theirs in zip(self.neighbours[0][one], self.neighbours[1][two], strict=True):
            images = {self.targets[each] for each in mine if each in self.targets}
            points += 2 if images & theirs else 0
        return points


def _spoken(name: str) -> str | None:
    return " ".join(name.casefold().split()) or None


def _agreement(one: str | None, two: str | None, same: int, different: int) -> int:
    if one is None or two is None:
        return 0
    return same if one == two else -different


def _neighbours(process: Process) -> dict[str, tuple[set[str], set[str]]]:
    """Per node: the nodes before and behind it."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for scope in scopes(process.content):
        for node in scope.nodes.values():
            found[node.id] = ({f.source for f in scope.incoming(node.id)}, {f.target for f in scope.outgoing(node.id)})
    return found


def known_elements(process: Process) -> frozenset[str]:
    """What a plan may speak of: nodes, and flows into joins."""
    return frozenset(drawn_nodes(process)) | frozenset(flows_into_joins(process))


def node_of(process: Process, element: str) -> FlowNode | None:
    """A node of a process by id."""
    return drawn_nodes(process).get(element)
