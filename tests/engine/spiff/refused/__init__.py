"""Invalid models as tables: for each the finding it must be refused with, and the element it must name."""
