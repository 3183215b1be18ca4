"""Say what was found: rows, gates, sheets and documents; how they look is the writers' business."""
