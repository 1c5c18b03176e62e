"""Every door where foreign bytes enter, under a coverage-guided fuzzer: `./mijian fuzz`."""
