"""What became of a list, line by line."""

from dataclasses import dataclass, field

KEPT = 1_000


@dataclass
class Report:
    """`refused` and `without_proof` are (line, reason); people of the latter are in the base and may not be written to."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    agreed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    without_proof: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Counts, then reasons (the first thousand of each)."""
        return {
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "agreed": self.agreed,
            "refused": len(self.refused),
            "without_proof": len(self.without_proof),
            "refusals": [{"line": line, "reason": reason} for line, reason in self.refused[:KEPT]],
            "missing_proofs": [{"line": line, "reason": reason} for line, reason in self.without_proof[:KEPT]],
            "columns_left_out": self.left_out,
        }
