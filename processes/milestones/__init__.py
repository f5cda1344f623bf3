"""Days known in advance on which the law asks a question: a child, self-employment, a job's end."""
