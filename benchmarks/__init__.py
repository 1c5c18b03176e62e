"""Speed and memory, side by side with a peer in the same run, as medians and ratios. Not tests: they assert nothing."""
