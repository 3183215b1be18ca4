"""A plan as lines of text, for whole comparisons in tests."""

from policydiff.model import Plan


def dump(plan: Plan) -> str:
    """Return the outline of a plan, one line for each section, task, removed part and note."""
    rows = [(s.line, 0, f"section {s.id} 「{s.number}」{s.heading}") for s in plan.sections]
    for task in plan.tasks:
        span = f"{task.line_start}-{task.line_end}"
        head = f"  task {task.id} 「{task.number}」{task.title} ({span})"
        rows.append((task.line_start, 1, head))
        rows += [(task.line_start, 1, f"      · {m.text}") for m in task.measures]
    for part in plan.removed:
        span = f"{part.line_start}-{part.line_end}"
        rows.append((part.line_start, 2, f"{part.reason} ({span})"))
    known = [
        f"{plan.title or '?'} | {plan.issuer or '?'} | {plan.level.value} | {plan.year or '?'}"
        f" | {plan.scope or '-'} | {plan.completeness.value} | {plan.issued_on or '?'}"
        f" | {plan.document_number or '?'}"
    ]
    body = [text for _, _, text in sorted(rows, key=lambda row: row[:2])]
    return "\n".join([*known, *body, *(f"note: {note}" for note in plan.notes)]) + "\n"
