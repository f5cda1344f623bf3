"""What colleagues do beside the processes: take over, comment, tag, attach, keep filters, act on many cases."""
