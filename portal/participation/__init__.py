"""What every kind of activity shares: recording, counting once, receipts, tallies, results, answers."""
