"""Count what a comparison holds, for summary lines."""

from policydiff.model import Comparison, Status, Strength
from policydiff.records import dataclass


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many themes or tasks are new, continued and dropped."""

    new: int
    continued: int
    dropped: int

    def of(self, status: Status) -> int:
        """Return the count of one status."""
        return {
            Status.NEW: self.new,
            Status.CONTINUED: self.continued,
            Status.DROPPED: self.dropped,
        }[status]


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How many links are full and partial."""

    full: int
    partial: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a comparison.

    New and continued tasks add up to the tasks of the current plan; dropped tasks are tasks of
    the previous one.
    """

    themes: StatusCounts
    tasks: StatusCounts
    links: LinkCounts


def summarize(comparison: Comparison) -> Summary:
    """Count the themes, tasks and links of a comparison."""
    themes = [theme.status for theme in comparison.themes]
    strengths = [link.strength for link in comparison.alignment.links]
    return Summary(
        themes=StatusCounts(
            themes.count(Status.NEW), themes.count(Status.CONTINUED), themes.count(Status.DROPPED)
        ),
        tasks=_count_tasks(comparison),
        links=LinkCounts(strengths.count(Strength.FULL), strengths.count(Strength.PARTIAL)),
    )


def _count_tasks(comparison: Comparison) -> StatusCounts:
    new = continued = dropped = 0
    for group in comparison.alignment.groups:
        match group.status:
            case Status.NEW:
                new += len(group.current)
            case Status.CONTINUED:
                continued += len(group.current)
            case Status.DROPPED:
                dropped += len(group.previous)
    return StatusCounts(new, continued, dropped)
